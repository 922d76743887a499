/**
 * From an overlap table to its release, or to a refusal (protocol/disclosure-rules.md, Tables from a
 * file): strata that are large enough, figures that are masked, rounded or noisy, what earlier
 * releases said already, and an attacker as a gate; where an attack succeeds, figures are merged in a
 * fixed order and it tries again. Sole maker of such a release. Pure: key, randomness and attacker
 * are parameters. Reveals the release, the attacker's report, and in words what was done: no count.
 */

import { toHex, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { keyedDigest } from '../crypto/digest.ts'
import type { TableFile } from '../overlap/table-file.ts'
import {
  parseTableRelease,
  rangeOf,
  stratumKey,
  TABLE_RELEASE_VERSION,
  type TableRelease,
  type TableReleaseFigure,
  type TableReleaseRules,
} from '../release/table-release.ts'
import { noisyTable } from './noisy-table.ts'
import { figureOf, figuresOf } from './protect-table.ts'
import {
  type EarlierRelease,
  ofSameLists,
  type Remake,
  refuseLooserTableRules,
  withRepeats,
} from './repeat-table.ts'
import { type Strata, toldStrata } from './strata.ts'
import { tableDominance } from './table-dominance.ts'
import { type TablePlan, tablePlans } from './table-plan.ts'
import { hierarchiesOf, type TableRules } from './table-rules.ts'
import {
  type DisclosureStep,
  floorSteps,
  protectionSteps,
  refusedStep,
  triedStep,
} from './table-steps.ts'

export type GateReport = TableRelease['gate']
/** A release that no attack was tried on yet. */
export type UnjudgedRelease = Omit<TableRelease, 'gate'>

export interface TableControl {
  readonly table: TableFile
  readonly rules: TableRules
  /** Of mode `cellkey`: 32 bytes. */
  readonly key: Uint8Array | null
  /** Of mode `dp`. */
  readonly random: Random
  /** The whole register, oldest first. */
  readonly earlier: readonly EarlierRelease[]
  /** Tries attacks on the release, with the earlier ones that it is given. */
  readonly attack: (release: UnjudgedRelease, earlier: readonly EarlierRelease[]) => GateReport
  /** Whether an attack had to end before all was solved: no coarser release is made because a machine is slow. */
  readonly wasLate?: () => boolean
}

export interface Disclosed {
  /** Null: refused, as the gate's report and the last step say. */
  readonly release: TableRelease | null
  readonly gate: GateReport
  readonly steps: readonly DisclosureStep[]
}

/**
 * @throws Problem `disclosure.attribute-unknown`, `disclosure.too-many-cells`,
 *   `disclosure.too-many-figures`, `disclosure.loosened`, `disclosure.key-missing`,
 *   `disclosure.other-key`
 */
export function discloseTable(control: TableControl): Disclosed {
  const { rules, table } = control
  const earlier = ofSameLists(control.earlier, table.lists)
  refuseLooserTableRules(rules, earlier)
  checkKey(control, earlier)
  const hierarchies = hierarchiesOf(rules, table)
  const counted = rules.mode === 'dp' ? noisyTable(table, rules, control.random) : table
  const steps: DisclosureStep[] = []
  let gate: GateReport = { passed: false, checks: [] }
  for (const plan of tablePlans(table.lists, hierarchies)) {
    const strata = toldStrata(counted, rules, plan.hierarchies)
    const release = makeRelease(control, { plan, strata, earlier, counted })
    if (plan.merges === '') steps.push(...floorSteps(counted, rules, strata))
    else steps.push(triedStep(gate, plan.merges))
    gate = rules.mode === 'dp' ? budgetReport(release) : control.attack(release, earlier)
    if (!gate.passed && control.wasLate?.() === true) break
    if (!gate.passed) continue
    steps.push(...protectionSteps(release, gate))
    return { release: seal({ ...release, gate }), gate, steps }
  }
  return { release: null, gate, steps: [...steps, refusedStep(gate, control.wasLate?.() === true)] }
}

interface Making {
  readonly plan: TablePlan
  readonly strata: Strata
  readonly earlier: readonly EarlierRelease[]
  readonly counted: TableFile
}

const MOST_FIGURES = 20_000

function makeRelease(
  { table, rules, key, earlier: register }: TableControl,
  { plan, strata, earlier, counted }: Making,
): UnjudgedRelease {
  if (strata.told.length * 2 ** table.lists.length > MOST_FIGURES) throw tooMany()
  const made = strata.told.flatMap((stratum) => figuresOf(stratum, plan, { rules, key }))
  const remake: Remake = (of, who) => {
    const stratum = strata.told.find((one) => stratumKey(one.of) === stratumKey(of))
    return stratum === undefined ? null : figureOf(stratum, who, { rules, key })
  }
  const figures = withRepeats({ made, remake }, earlier, rules)
  const published = publishedRules(rules, key, plan)
  const makers = new Map(earlier.map(({ digest, release }) => [digest, release.rules]))
  const ranges = (figure: TableReleaseFigure) =>
    rangeOf(figure, makers.get(figure.repeated ?? '') ?? published)
  return {
    kind: 'table-release',
    version: TABLE_RELEASE_VERSION,
    id: table.id,
    title: table.title,
    lists: table.lists,
    attributes: counted.attributes,
    rules: published,
    figures,
    dominance: rules.mode === 'dp' ? [] : tableDominance(figures, table.lists, ranges),
    register: { earlier: register.map(({ digest }) => digest) },
  }
}

function publishedRules(
  rules: TableRules,
  key: Uint8Array | null,
  { hierarchies }: TablePlan,
): TableReleaseRules {
  const { mode, threshold, stratumThreshold, roundingBase } = rules
  const { leastPersons, leastMultiList, leastNewPersons, dp } = rules
  return {
    ...{ mode, threshold, stratumThreshold, roundingBase },
    ...{ leastPersons, leastMultiList, leastNewPersons },
    strata: hierarchies,
    cellKey: key === null ? null : cellKeyDigest(key),
    dp: dp ?? null,
  }
}

/** Tells whether two releases have noise of the same key, and nothing of the key. */
function cellKeyDigest(key: Uint8Array): string {
  return toHex(keyedDigest(key, 'samentel cell key digest v1', utf8('')))
}

/** Noise of another key on the same persons would be averaged away. */
function checkKey({ rules, key }: TableControl, earlier: readonly EarlierRelease[]): void {
  if (rules.mode !== 'cellkey') return
  if (key?.length !== 32) {
    throw new Problem({
      code: 'disclosure.key-missing',
      what: 'Mode cellkey needs a key of 32 bytes',
      where: 'cellkey.keyFile',
      remedy: 'Make one with samentel secret make, and keep it for all later releases.',
    })
  }
  const digest = cellKeyDigest(key)
  const other = earlier.find(
    ({ release: { rules: before } }) => before.cellKey !== null && before.cellKey !== digest,
  )
  if (other === undefined) return
  throw new Problem({
    code: 'disclosure.other-key',
    what: 'The key of the noise is another than in an earlier release of the same lists',
    where: `release ${other.release.id}`,
    remedy: 'Use the key of the earlier releases: one key for all tables and rounds.',
    status: 409,
  })
}

/** Against noise that hides each person whatever else is known, no attack is tried: the budget is the gate. */
function budgetReport({ figures }: UnjudgedRelease): GateReport {
  const check = { check: 'budget', passed: true, cells: figures.length }
  return { passed: true, checks: [{ ...check, narrowest: null, reason: null }] }
}

function seal(release: TableRelease): TableRelease {
  return freezeDeep(parseTableRelease(release))
}

function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freezeDeep(part)
  return Object.freeze(value)
}

function tooMany(): Problem {
  return new Problem({
    code: 'disclosure.too-many-figures',
    what: 'A table has more figures than can be attacked here',
    where: `strata and sets of lists: at most ${MOST_FIGURES} figures`,
    remedy: 'Name fewer attributes or values in the rules, or join lists.',
  })
}
