import { controlCovered } from '../disclosure/control.ts'
import { collapseSets } from '../psi/bag.ts'
import { releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import { checkOpenings, type Ledgers, questionsDue } from '../round/cover-answers.ts'
import { listInfos } from '../round/cover-questions.ts'
import type { NodeBody } from '../round/statements.ts'
import type { RoundWork } from '../work/round-work.ts'
import { readCovered } from './covered-count.ts'
import { type Answered, coveredAsked, coveredFigures } from './covered-figures.ts'
import { contextOf, controlOf, type ReleaseParts } from './make-release.ts'

/**
 * 14.5: the release of a covered round, from the covered counts that this counter signed and what every
 * evaluator opened of its cover.
 *
 * @throws Problem `questions.differ`, `cover.opening-wrong`, `proof.opening` naming the evaluator
 */
export async function makeCoveredRelease(
  work: RoundWork,
  parts: ReleaseParts,
  by: {
    readonly openings: Readonly<Record<string, NodeBody<'questions.opened'>>>
    readonly ledgers: Ledgers
  },
): Promise<{ release: Release; digest: string }> {
  const { core } = work.manifest
  const { terms } = parts.agreement
  if (core.cover === null) throw new TypeError('the round has no cover')
  const count = await readCovered(parts, core.round)
  const due = questionsDue(core, terms, { covered: count.covered, ledgers: by.ledgers })
  const opened = core.evaluators.map((evaluator) =>
    checkOpenings(work.engine, work.manifest, {
      evaluator,
      due,
      opened: by.openings[evaluator]?.openings ?? [],
    }),
  )
  const answered = due.map((question, at): Answered => {
    return { question, openings: opened.flatMap((openings) => openings[at] ?? []) }
  })
  const { epsilon, delta } = core.cover
  const release = controlCovered(
    {
      lists: listInfos(core, terms),
      figures: coveredFigures(core, terms, { count, answered }),
      asked: coveredAsked(core, terms, { count, answered }),
      quality: {
        listTwice: collapseSets(count.sets).listTwice,
        undecodable: count.undecodable,
      },
      cover: { epsilon, delta, evaluators: core.evaluators.length },
    },
    contextOf(work, parts),
    controlOf(parts, null),
  )
  return { release, digest: releaseDigest(release) }
}
