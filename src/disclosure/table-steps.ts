/**
 * What was done to a table before it was released, or why it was not, in words. Pure; reveals the
 * rules, by what strata were made, and which attacks succeeded: no count, and no value of a stratum that is not told.
 */
import { OTHER, type TableFile } from '../overlap/table-file.ts'
import type { TableRelease } from '../release/table-release.ts'
import { isLargeEnough, type Strata } from './strata.ts'
import type { TableRules } from './table-rules.ts'

export interface DisclosureStep {
  readonly step:
    | 'strata'
    | 'primary'
    | 'rounding'
    | 'noise'
    | 'merge'
    | 'rounds'
    | 'gate'
    | 'register'
  readonly what: string
  readonly why: string
}

type Gate = TableRelease['gate']

/** Step 1: strata that are too small. */
export function floorSteps(table: TableFile, rules: TableRules, strata: Strata): DisclosureStep[] {
  if (rules.mode === 'dp') return []
  const { leastPersons, leastMultiList } = rules
  const why = `A table of its own needs ${leastPersons} persons or more, ${leastMultiList} of them on several lists.`
  const { joined, unsplit } = strata
  const steps: DisclosureStep[] = []
  const add = (what: string) => steps.push({ step: 'strata', what, why })
  if (!isLargeEnough(table.cells, rules)) add('Only totals are told: the table is too small.')
  if (joined.length > 0) add(`Small strata are joined to ${OTHER}, by ${joined.join(', ')}.`)
  if (unsplit.length > 0) add(`Some strata are not split further, by ${unsplit.join(', ')}.`)
  return steps
}

/** Why the plan before was not released, and what this one merges. */
export function triedStep(gate: Gate, merges: string): DisclosureStep {
  return { step: 'merge', what: `${sentence(merges)}.`, why: succeeded(gate) }
}

/** @param late some attacks ended before all was solved */
export function refusedStep(gate: Gate, late = false): DisclosureStep {
  if (late) return lateStep(gate)
  return {
    step: 'gate',
    what: 'No release: nothing is told of this table.',
    why: `${succeeded(gate)} Merging figures did not help.`,
  }
}

function lateStep(gate: Gate): DisclosureStep {
  return {
    step: 'gate',
    what: 'No release: not passed, as it was not solved in time.',
    why: `${succeeded(gate)} Allow more time (--time-limit), or name fewer strata, or join lists.`,
  }
}

/** Steps 2 to 4, and the gate, of the release that came out. */
export function protectionSteps(release: Omit<TableRelease, 'gate'>, gate: Gate): DisclosureStep[] {
  return [...maskSteps(release), ...repeatSteps(release), gateStep(release, gate)]
}

function maskSteps({ rules, figures }: Omit<TableRelease, 'gate'>): DisclosureStep[] {
  const { mode, threshold, stratumThreshold, roundingBase, dp } = rules
  if (mode === 'dp') {
    return [
      {
        step: 'noise',
        what: `Noise on every cell, also of nobody: two-sided geometric, epsilon ${dp?.epsilon ?? ''}; totals are sums of noisy cells.`,
        why: 'Whether one person is on these lists or on others changes the chance of any figure little.',
      },
    ]
  }
  const hasStrata = figures.some(({ of }) => Object.keys(of).length > 0)
  const strata = hasStrata ? `, below ${stratumThreshold} in a stratum` : ''
  const primary: DisclosureStep = {
    step: 'primary',
    what: `Withheld: counts below ${threshold}${strata}; zero too.`,
    why: 'A small count, and "nobody", say something of persons.',
  }
  const blurred: DisclosureStep =
    mode === 'cellkey'
      ? {
          step: 'noise',
          what: 'Every figure has noise of at most 5, by the key of its cells; totals by themselves.',
          why: 'The same persons give the same figure in every table, and others give another.',
        }
      : {
          step: 'rounding',
          what: `Every other figure, totals too, is rounded by itself to a multiple of ${roundingBase}.`,
          why: 'So no figure is the exact difference of two others.',
        }
  return [primary, blurred]
}

function repeatSteps({ figures, rules }: Omit<TableRelease, 'gate'>): DisclosureStep[] {
  if (figures.every(({ repeated }) => repeated === null)) return []
  return [
    {
      step: 'rounds',
      what: 'Some figures are those of an earlier release.',
      why: `They may differ by fewer than ${rules.leastNewPersons} persons, who are not to be seen to come or go.`,
    },
  ]
}

function gateStep({ rules }: Omit<TableRelease, 'gate'>, gate: Gate): DisclosureStep {
  if (rules.mode === 'dp') {
    return { step: 'gate', what: 'No attack was tried.', why: 'The budget of epsilon is the gate.' }
  }
  const checks = gate.checks.map(({ check }) => check).join(', ')
  const told = gate.checks.flatMap(({ reason }) => reason ?? []).join(' ')
  return {
    step: 'gate',
    what: `Attacks were tried: ${checks}.`,
    why: told === '' ? 'None tells a withheld count too closely.' : told,
  }
}

function succeeded({ checks }: Gate): string {
  const failed = checks.filter(({ passed }) => !passed).map(({ check }) => check)
  return `Attacks that succeeded, or could not be ruled out: ${failed.join(', ')}.`
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
