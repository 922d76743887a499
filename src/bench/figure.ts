/** One line of the benchmark's table. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the figure is held against, measured in the same run; in words. */
  readonly yardstick: string
  readonly goal: Goal | null
  /** Counts and further values behind the figure. */
  readonly detail: Readonly<Record<string, number | string>>
}

export interface Goal {
  readonly limit: number
  readonly kind: 'at-least' | 'at-most'
}

export function isMet({ value, goal }: Figure): boolean | null {
  if (goal === null) return null
  return goal.kind === 'at-least' ? value >= goal.limit : value <= goal.limit
}

/** How large the measurements are made. */
export interface Extent {
  /** Only shows that everything runs; its figures say nothing and are not judged. */
  readonly quick: boolean
  /** The sizes of a national round, which takes an hour; unless told, smaller ones. */
  readonly full: boolean
}

/** Five digits and no more: a measurement has no others. */
export function tidy(value: number): number {
  return Number(value.toPrecision(5))
}
