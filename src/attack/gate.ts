/**
 * The attacker as a gate: would somebody who takes all releases together, and perhaps knows an
 * organisation's own records, learn a count that was withheld? (protocol/disclosure-rules.md, "The
 * attacker".) Assumes that the claims are true of one table of counts. The report reveals no count
 * and no bounds of a cell, as these would narrow it: only how many cells were tried, whether they
 * passed, and a width that even the narrowest has. Which cells are weak is for the maker only.
 */
import { Problem } from '../base/problem.ts'
import { linearRanges, reachesOf } from './bounds.ts'
import { claimRow, type Difference, type Insider, type Published, type Space } from './claims.ts'
import type { Reach } from './explore.ts'
import { makeModel, pointOf } from './model.ts'
import { type Demand, demandOf, demandOfDifference, demandOfInsider } from './pass-rule.ts'
import { type Proof, prove } from './prove.ts'
import type { Row, Solver, Term } from './solver.ts'

export interface GateReport {
  readonly passed: boolean
  readonly checks: readonly GateCheck[]
}

export interface GateCheck {
  /**
   * - `marginals`: withheld cells against all that is published
   * - `insider`, `pair`: the same, for one organisation and for two together
   * - `rounds`: what changed between releases
   * - `estimate`: counts from published estimates
   */
  readonly check: 'marginals' | 'insider' | 'pair' | 'rounds' | 'estimate'
  readonly passed: boolean
  /** How many cells (or differences, estimates) were tried, once for each attacker. */
  readonly cells: number
  /** All tried are at least so wide, highest less lowest; null: none was tried. */
  readonly narrowest: number | null
  /** A sentence for who made the release; null if there is nothing to say. */
  readonly reason: string | null
}

/** What is not proven safe within it is not passed. */
export interface Budget {
  /** Programmes to solve, at most, for each attacker. */
  readonly programmes: number
  /** Two organisations that put their records together: told and not required, required, or not tried. */
  readonly pairs: 'told' | 'required' | 'skipped'
  /** Over many counts: small programmes only. What they do not show to be hidden is taken to be told. */
  readonly quick?: boolean
}

export const usualBudget: Budget = { programmes: 20_000, pairs: 'told' }

/** All that is attacked at once. */
export interface Scene {
  readonly space: Space
  readonly published: readonly Published[]
  readonly insiders: readonly Insider[]
  readonly differences: readonly Difference[]
  /** The counts themselves, for who has them: they fit, so much need not be searched for. Else null. */
  readonly counts: readonly number[] | null
}

export interface Weakness {
  readonly check: GateCheck['check']
  /** Id of the claim or difference. */
  readonly id: string
  /** Id of who could tell it, where that needs own records. */
  readonly attacker: string | null
}

export interface Judgement {
  readonly report: GateReport
  /** What fails; of pairs only where they are required. */
  readonly weak: readonly Weakness[]
}

/**
 * Signature settled later than planned: everything that is attacked is one argument, and which claims
 * fail comes with the report.
 * @throws Problem `attack.contradictory` when no table of counts fits what is published
 */
export function judge(scene: Scene, solver: Solver, budget: Budget = usualBudget): Judgement {
  const { space, published, counts, differences } = scene
  const attackers = [null, ...scene.insiders].map((insider) => ({
    id: insider?.id ?? null,
    make: () => ({ space, published, counts, ...(insider === null ? {} : { insider }) }),
  }))
  const changes = differences.length === 0 ? null : { space, published, counts, differences }
  return judgeAll({ attackers, changes }, solver, budget)
}

/** Somebody with all that is published, over counts of its own making. */
export interface Attacker extends Pick<Scene, 'space' | 'published' | 'counts'> {
  readonly insider?: Insider
}

export interface Attackers {
  /** `id` null: knows what is published, no more; comes first. */
  readonly attackers: readonly { readonly id: string | null; readonly make: () => Attacker }[]
  readonly changes: (Attacker & Pick<Scene, 'differences'>) | null
  /** Nothing else is tried than what these could tell. */
  readonly only?: readonly Weakness[]
}

/** Likewise for attackers that need other counts each. */
export function judgeAll(
  { attackers, changes, only }: Attackers,
  solver: Solver,
  budget: Budget = usualBudget,
): Judgement {
  const results: Result[] = []
  for (const { id, make } of attackers) {
    // Who knows more could tell at least as much; trying each would only take long.
    if (results.some(({ check, proof }) => check === 'marginals' && proof.weak.length > 0)) break
    const ids = idsOf(only, (one) => one.check !== 'rounds' && one.attacker === id)
    if (ids?.size === 0) continue
    const attacker = make()
    const isSkipped = attacker.insider?.kind === 'pair' && budget.pairs === 'skipped'
    if (!isSkipped) results.push(attackOnce(attacker, solver, { ...budget, ids }))
  }
  const ids = idsOf(only, ({ check }) => check === 'rounds')
  const isTried = changes !== null && ids?.size !== 0
  const rounds = isTried ? [attackChanges(changes, solver, { ...budget, ids })] : []
  return judgementOf([...results, ...rounds], budget)
}

/** Undefined: all are tried. */
function idsOf(only: Attackers['only'], isMeant: (one: Weakness) => boolean) {
  return only === undefined ? undefined : new Set(only.filter(isMeant).map(({ id }) => id))
}

interface Limits extends Budget {
  /** Of what may be told; undefined: all. */
  readonly ids: ReadonlySet<string> | undefined
}

interface Target {
  readonly id: string
  readonly terms: readonly Term[]
  readonly threshold: number
  readonly demand: Demand
}

interface Result {
  readonly check: GateCheck['check']
  readonly attacker: string | null
  readonly targets: readonly Target[]
  readonly proof: Proof
}

function attackOnce(attacker: Attacker, solver: Solver, limits: Limits): Result {
  const { published, insider } = attacker
  const hidden = published.flatMap(({ claims }) => claims.filter((claim) => claim.hidden))
  const check = insider?.kind ?? 'marginals'
  const targets = hidden.filter(isTried(limits)).map((claim) => ({
    ...claim,
    demand: insider === undefined ? demandOf(claim) : demandOfInsider(claim),
  }))
  const result = run(attacker, solver, { limits, check, targets })
  return insider === undefined ? result : relieve(result, attacker, { solver, quick: limits.quick })
}

function isTried({ ids }: Limits): (one: { readonly id: string }) => boolean {
  return ({ id }) => ids === undefined || ids.has(id)
}

function attackChanges(
  changes: Attacker & Pick<Scene, 'differences'>,
  solver: Solver,
  limits: Limits,
): Result {
  const targets = changes.differences.filter(isTried(limits)).map((one) => ({
    ...one,
    demand: demandOfDifference(one.threshold),
  }))
  return run(changes, solver, { limits, check: 'rounds', targets })
}

function run(
  attacker: Attacker,
  solver: Solver,
  {
    limits,
    check,
    targets,
  }: {
    readonly limits: Limits
    readonly check: GateCheck['check']
    readonly targets: readonly Target[]
  },
): Result {
  const { space, published, counts } = attacker
  const of = { check, attacker: attacker.insider?.id ?? null, targets }
  const terms = targets.map((target) => target.terms)
  const model = makeModel(space.variables, rowsOf(attacker), terms)
  const demands = targets.map(({ demand }) => demand)
  const known = counts === null ? [] : [pointOf(model, counts)]
  const effort = { most: limits.programmes, quick: limits.quick === true }
  const proof = prove({ model, demands, known }, solver, effort)
  if (!proof.contradictory) return { ...of, proof }
  // Of a part of all tables none may fit, and that says nothing.
  if (space.complete !== false) throw contradictory(published)
  const all = targets.map((_, at) => at)
  return { ...of, proof: { ...proof, weak: all, unsolved: all } }
}

function rowsOf({ space, published, insider }: Attacker): Row[] {
  const claims = published.flatMap((one) => one.claims.map(claimRow))
  return [...space.rows, ...claims, ...(insider?.knows ?? [])]
}

/**
 * A count that an insider knows as closely without any release is not told by us: of those that seem
 * weak, the range by its own records alone is held against the range with all that is published.
 */
function relieve(
  result: Result,
  attacker: Attacker,
  { solver, quick = false }: { readonly solver: Solver; readonly quick?: boolean | undefined },
): Result {
  const { targets, proof } = result
  const { space } = attacker
  if (proof.weak.length === 0 || space.complete === false) return result
  const terms = proof.weak.map((at) => targets[at]?.terms ?? [])
  const range = quick ? linearRanges : reachesOf
  const reaches = (one: Attacker) => range(space.variables, rowsOf(one), terms)(solver).reaches
  const told = quick ? proof.weak.map((at) => proof.reaches[at]) : reaches(attacker)
  const own = reaches({ ...attacker, published: [] })
  const stays = (at: number) => {
    const [one, other] = [told[at], own[at]]
    return one === undefined || other === undefined || width(one) < other.highest - other.lowest
  }
  const weak = proof.weak.filter((_, at) => stays(at))
  const unsolved = proof.unsolved.filter((at) => weak.includes(at))
  return { ...result, proof: { ...proof, weak, unsolved } }
}

function width({ low, high }: Reach): number {
  return high - low
}

function judgementOf(results: readonly Result[], { pairs }: Budget): Judgement {
  const kinds = [...new Set(results.map(({ check }) => check))]
  const checks = kinds.map((check) => checkOf(check, results, pairs !== 'required'))
  const weak = results
    .filter(({ check }) => check !== 'pair' || pairs === 'required')
    .flatMap(({ check, attacker, targets, proof }) =>
      proof.weak.map((at) => ({ check, attacker, id: targets[at]?.id ?? '' })),
    )
  return { report: { passed: checks.every(({ passed }) => passed), checks }, weak }
}

/** All attackers of one kind together. */
function checkOf(
  check: GateCheck['check'],
  results: readonly Result[],
  pairsAreTold: boolean,
): GateCheck {
  const own = results.filter((one) => one.check === check)
  const widths = own.flatMap(({ proof }) => proof.narrowest ?? [])
  const holds = own.every(({ proof }) => proof.weak.length === 0)
  const told = check === 'pair' && pairsAreTold
  return {
    check,
    passed: holds || told,
    cells: own.reduce((sum, { targets }) => sum + targets.length, 0),
    narrowest: widths.length === 0 ? null : Math.min(...widths),
    reason: holds ? null : reasonOf(check, own, told),
  }
}

function reasonOf(check: GateCheck['check'], own: readonly Result[], told: boolean): string {
  if (told) {
    return 'Two organisations that put their records together could tell some withheld counts closely; told, not required.'
  }
  const unsolved = own.some(({ proof }) => proof.unsolved.length > 0)
  if (unsolved) return 'Not everything could be shown to be hidden in the time given.'
  if (check === 'rounds') return 'Some changes between releases could be told too closely.'
  const who = check === 'insider' ? 'An organisation with its own records' : 'A reader'
  return `${who} could tell some withheld counts too closely.`
}

function contradictory(published: readonly Published[]): Problem {
  return new Problem({
    code: 'attack.contradictory',
    what: 'No table of counts fits all that is published',
    where: published.map(({ id }) => id).join(', '),
    remedy:
      'Check that the releases are of the same lists and unchanged; of rounds that did not only grow, do not say so.',
    status: 409,
  })
}
