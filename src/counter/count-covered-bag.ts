import { fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import {
  type CoveredCounts,
  countCovered,
  type RowsPerPerson,
  sizeTotals,
} from '../cover/counts.ts'
import { type CoverPlan, coverElements, coverRowCount } from '../cover/plan.ts'
import { type DecodedBag, decodeBag, type PersonSet } from '../psi/bag.ts'
import { labelElement, presenceElement } from '../psi/key-element.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import { PERSONS } from '../round/manifest.ts'
import type { RoundWork } from '../work/round-work.ts'
import { type CountParts, type OpenedBag, readBag } from './count-bag.ts'
import { coveredDigest, keepCovered } from './covered-count.ts'
import { judgeChecks } from './judge-bag.ts'

/**
 * 14.4: sorts the bag of persons of a covered round, sees that persons of every number of lists and every
 * check person are in it, keeps the covered counts sealed, and gives their digest.
 */
export async function countCoveredBag(
  work: RoundWork,
  bag: OpenedBag & { readonly rowsPerPerson: RowsPerPerson },
  parts: CountParts,
): Promise<string> {
  const { core } = work.manifest
  const plan = coverPlanOf(core)
  if (plan === null) throw new TypeError('the round has no cover')
  const evaluators = core.evaluators.length
  const counts = await sortBag(work, plan, bag)
  const sizes = sizeTotals(plan, counts, { rowsPerPerson: bag.rowsPerPerson, evaluators })
  const rest = decodeRest(work, counts.outside)
  judgeChecks([...binChecks(plan, counts), ...rest.checks], bag.checks, {
    table: PERSONS,
    coded: false,
  })
  const { undecodableShare } = parts.agreement.terms.limits
  judgeRest(plan, { counts, evaluators, undecodable: rest.undecodable, undecodableShare })
  const { covered, nothing } = counts
  const { sets, undecodable } = rest
  const count = { covered, sizes, nothing, sets, undecodable }
  await keepCovered(parts, core.round, count)
  return coveredDigest(count, bag.tallyKey)
}

async function sortBag(work: RoundWork, plan: CoverPlan, bag: OpenedBag): Promise<CoveredCounts> {
  const { engine } = work
  const { core } = work.manifest
  const evaluators = core.evaluators.length
  const labels = labelsOf(work).map(({ name, element }) => [name, element] as const)
  return countCovered(engine, plan, {
    elements: coverElements(engine, plan, new Map(labels)),
    check: presenceElement(engine, 'check'),
    pairs: await readBag(work, bag),
    persons: bag.persons - evaluators * coverRowCount(plan),
    evaluators,
  })
}

/** What is in no bin: how many may be undecodable is judged beside the whole bag, so all may here. */
function decodeRest(work: RoundWork, rows: Uint8Array): DecodedBag {
  const { engine } = work
  return decodeBag(engine, {
    labels: labelsOf(work),
    padding: presenceElement(engine, 'padding'),
    check: presenceElement(engine, 'check'),
    codes: null,
    rows,
    maxLists: work.manifest.core.lists.length,
    undecodableShare: 1,
  })
}

function labelsOf({ engine, manifest }: RoundWork): { name: string; element: Uint8Array }[] {
  const digest = fromBase64Url(manifest.coreDigest)
  return manifest.core.lists.map(({ id }) => ({
    name: id,
    element: labelElement(engine, digest, id),
  }))
}

function binChecks(plan: CoverPlan, { checks }: CoveredCounts): PersonSet[] {
  return plan.bins
    .map(({ lists }, at) => ({ lists, codes: [], count: checks[at] ?? 0 }))
    .filter(({ count }) => count > 0)
}

/** As 9.3, of about as many persons as there are: the middle of the cover taken off. */
function judgeRest(
  plan: CoverPlan,
  of: {
    readonly counts: CoveredCounts
    readonly evaluators: number
    readonly undecodable: number
    readonly undecodableShare: number
  },
): void {
  const { counts, undecodable } = of
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
  const cover = of.evaluators * plan.bins.length * plan.law.m
  const persons = Math.max(0, sum(counts.covered) - cover) + sum(counts.checks)
  const agreed = Math.ceil(of.undecodableShare * (persons + undecodable))
  if (undecodable <= agreed) return
  throw new Problem({
    code: 'bag.undecodable',
    what: 'More of the opened bag stands for nothing than was agreed',
    remedy:
      'An owner or the linking is at fault; do not use the round, and find out before the next.',
    status: 409,
  })
}
