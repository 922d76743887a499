/*
 * Tables as they could have been: persons drawn anew (bootstrap), a person left out (jackknife), links missed or wrongly
 * made. Counts of persons in and out, for the counter alone. Chance is a parameter.
 */
import type { Sample } from './estimator.ts'
import { sizeOf } from './model.ts'
import type { StratumCell } from './strata.ts'
import { binomial, multinomial, type Stream } from './stream.ts'

/** As many persons, each drawn from those observed. */
export function resample({ lists, cells }: Sample, next: Stream): Sample {
  const weights = cells.map(({ count }) => count)
  const persons = weights.reduce((sum, count) => sum + count, 0)
  const drawn = multinomial(weights, persons, next)
  return { lists, cells: counted(cells.map((cell, at) => ({ ...cell, count: drawn[at] ?? 0 }))) }
}

/** Without one person of the cell at this place. */
export function leaveOut({ lists, cells }: Sample, place: number): Sample {
  return {
    lists,
    cells: counted(
      cells.map((cell, at) => (at === place ? { ...cell, count: cell.count - 1 } : cell)),
    ),
  }
}

export interface LinkErrors {
  /** Chance that a person on several lists lost a link and was counted twice. */
  readonly missed: number
  /** Chance that a person on one list was joined with another such person, of another list. */
  readonly joined: number
}

/** The table after so many more linking errors; strata keep their persons. */
export function addLinkErrors(sample: Sample, errors: LinkErrors, next: Stream): Sample {
  const persons = sample.cells.flatMap((cell) => splitUp(cell, errors.missed, next))
  return { lists: sample.lists, cells: counted(joinUp(added(persons), errors.joined, next)) }
}

/** One of the lists of a person, each as likely, stands for a person of its own. */
function splitUp(cell: StratumCell, chance: number, next: Stream): StratumCell[] {
  const { mask, stratum } = cell
  if (sizeOf(mask) < 2) return [cell]
  const split = binomial(cell.count, chance, next)
  const bits = bitsOf(mask)
  const away = multinomial(
    bits.map(() => 1),
    split,
    next,
  )
  return [
    { ...cell, count: cell.count - split },
    ...away.flatMap((count, at) => {
      const bit = bits[at] ?? 0
      return [
        { stratum, mask: bit, count },
        { stratum, mask: mask ^ bit, count },
      ]
    }),
  ]
}

/** Persons on one list are joined with persons on one other list, whoever comes first. */
function joinUp(cells: readonly StratumCell[], chance: number, next: Stream): StratumCell[] {
  if (chance <= 0) return [...cells]
  const left = cells.map((cell) => ({ ...cell }))
  const made: StratumCell[] = []
  for (const cell of left) {
    if (sizeOf(cell.mask) !== 1) continue
    const wanted = binomial(cell.count, chance, next)
    for (let at = 0; at < wanted && cell.count > 0; at++) {
      const others = left.filter(
        (other) =>
          other.stratum === cell.stratum && other.mask !== cell.mask && sizeOf(other.mask) === 1,
      )
      const weights = others.map(({ count }) => count)
      if (!weights.some((count) => count > 0)) break
      const partner = others[multinomial(weights, 1, next).indexOf(1)]
      if (partner === undefined) break
      cell.count -= 1
      partner.count -= 1
      made.push({ stratum: cell.stratum, mask: cell.mask | partner.mask, count: 1 })
    }
  }
  return added([...left, ...made])
}

function bitsOf(mask: number): number[] {
  const bits: number[] = []
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(rest & -rest)
  return bits
}

/** Each stratum and combination of lists once. */
function added(cells: readonly StratumCell[]): StratumCell[] {
  const sums = new Map<string, StratumCell>()
  for (const cell of cells) {
    const key = `${cell.stratum}/${cell.mask}`
    sums.set(key, { ...cell, count: (sums.get(key)?.count ?? 0) + cell.count })
  }
  return [...sums.values()]
}

function counted(cells: readonly StratumCell[]): StratumCell[] {
  return cells.filter(({ count }) => count > 0)
}
