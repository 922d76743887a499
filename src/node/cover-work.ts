import { toBase64Url } from '../base/bytes.ts'
import { readCovered } from '../counter/covered-count.ts'
import { openCover } from '../cover/opening.ts'
import type { Question } from '../cover/questions.ts'
import { type Ledgers, questionsDue } from '../round/cover-answers.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import { evaluatorAt } from '../round/stages.ts'
import type { OpenedQuestion } from '../round/statements.ts'
import { secretsOf } from '../work/cover.ts'
import type { RoundWork } from '../work/round-work.ts'
import { otherCounts } from './cover-steps.ts'
import type { NodeParts } from './parts.ts'

/**
 * 14.5: decides what is opened and opens it. A counter first compares what was signed with what it
 * counted itself: who signs more than there is would have small sums opened.
 */
export async function openQuestions(
  work: RoundWork,
  parts: NodeParts,
  by: { readonly covered: readonly number[]; readonly ledgers: Ledgers },
): Promise<{ openings: OpenedQuestion[]; questions: readonly Question[] }> {
  const { engine, vault } = work
  const { core } = work.manifest
  const plan = coverPlanOf(core)
  if (plan === null) throw new TypeError('the round has no cover')
  if (work.counters.includes(work.self)) {
    const own = await readCovered(parts, core.round)
    if (own.covered.join() !== by.covered.join()) {
      throw otherCounts(evaluatorAt(core, core.evaluators.length))
    }
  }
  const questions = questionsDue(core, parts.agreement.terms, by)
  const secrets = secretsOf(engine, plan, vault)
  const openings = questions.map((question) => {
    const { value, blinding } = openCover(engine, plan, question, secrets)
    return { question: question.id, value, blinding: toBase64Url(blinding) }
  })
  return { openings, questions }
}
