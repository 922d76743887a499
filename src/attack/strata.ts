/**
 * The finest groups that a release of a table tells apart by attributes. Strata overlap (by sex, and
 * by age), so the attacker's table crosses them all: a coordinate is one value of every attribute, all
 * values that no figure names counting as one. Assumes a parsed release; reveals nothing.
 */
import type { Stratum, TableRelease } from '../release/table-release.ts'

type ReadStrata = Pick<TableRelease, 'attributes' | 'rules' | 'figures'>

/** As src/overlap/table-file.ts names the values that the siblings of a stratum do not. */
const OTHER = '(other)'
/** No value of a table, and not the same as OTHER: that depends on the siblings. */
const UNNAMED = '(unnamed)'

export interface Coordinates {
  /** How many coordinates there are; those that no figure tells apart are one. */
  readonly size: number
  /** Those of a stratum. */
  readonly within: (release: ReadStrata, of: Stratum) => readonly number[]
  /** Where nobody can be, as the strata of this release split their parent without rest. */
  readonly empty: (release: ReadStrata) => readonly number[]
  /** Where the persons of a cell of the exact table are. */
  readonly at: (of: Stratum) => number
}

/** Of all releases together, each read by its own strata. */
export function coordinatesOf(releases: readonly ReadStrata[]): Coordinates {
  const readers = new Map(releases.map((release) => [release, readerOf(release)]))
  const attributes = [...new Set(releases.flatMap((release) => release.attributes))]
  const named = attributes.map((attribute) => namedValues(releases, attribute))
  const all = crossed(attributes, named)
  const { classOf, size } = joinAlike(all, [...readers.values()])
  const pick = (test: (coordinate: Stratum) => boolean) => [
    ...new Set(all.flatMap((one, at) => (test(one) ? [classOf[at] ?? 0] : []))),
  ]
  const index = new Map(all.map((one, at) => [keyOf(attributes, one), classOf[at] ?? 0]))
  return {
    size,
    within: (release, of) => pick((one) => readers.get(release)?.isIn(one, of) === true),
    empty: (release) => pick((one) => readers.get(release)?.isEmpty(one) === true),
    at: (of) => index.get(keyOf(attributes, levelled(attributes, named, of))) ?? 0,
  }
}

interface Reader {
  readonly strata: readonly Stratum[]
  readonly isIn: (coordinate: Stratum, of: Stratum) => boolean
  readonly isEmpty: (coordinate: Stratum) => boolean
}

/** Values by which one parent is split by one attribute. */
interface Split {
  readonly parent: Stratum
  readonly attribute: string
  readonly values: ReadonlySet<string>
}

function readerOf({ figures, rules }: ReadStrata): Reader {
  const strata = [...new Map(figures.map(({ of }) => [JSON.stringify(of), of])).values()]
  const splits = splitsOf(strata, rules.strata)
  const valuesAt = (path: Stratum, attribute: string) =>
    splits.get(splitKey(path, attribute))?.values ?? new Set<string>()
  const isIn = (coordinate: Stratum, of: Stratum) =>
    pathOf(of, rules.strata).every((attribute, at, order) => {
      const value = of[attribute]
      const level = coordinate[attribute] ?? UNNAMED
      if (value !== OTHER) return value === level
      return !valuesAt(restricted(of, order.slice(0, at)), attribute).has(level)
    })
  const whole = [...splits.values()].filter(({ values }) => !values.has(OTHER))
  const isEmpty = (coordinate: Stratum) =>
    whole.some(
      ({ parent, attribute, values }) =>
        isIn(coordinate, parent) && !values.has(coordinate[attribute] ?? UNNAMED),
    )
  return { strata, isIn, isEmpty }
}

function splitsOf(
  strata: readonly Stratum[],
  hierarchies: readonly (readonly string[])[],
): Map<string, Split> {
  const splits = new Map<string, Split & { values: Set<string> }>()
  for (const of of strata) {
    const order = pathOf(of, hierarchies)
    const attribute = order.at(-1)
    if (attribute === undefined) continue
    const parent = restricted(of, order.slice(0, -1))
    const key = splitKey(parent, attribute)
    const split = splits.get(key) ?? { parent, attribute, values: new Set<string>() }
    splits.set(key, split)
    split.values.add(of[attribute] ?? UNNAMED)
  }
  return splits
}

/** The attributes of a stratum in the order in which its hierarchy splits by them. */
function pathOf(of: Stratum, hierarchies: readonly (readonly string[])[]): readonly string[] {
  const names = Object.keys(of)
  const fitting = hierarchies
    .map((hierarchy) => hierarchy.slice(0, names.length))
    .find((path) => path.every((name) => names.includes(name)))
  return fitting ?? names
}

function restricted(of: Stratum, attributes: readonly string[]): Stratum {
  return Object.fromEntries(attributes.map((attribute) => [attribute, of[attribute] ?? UNNAMED]))
}

function splitKey(parent: Stratum, attribute: string): string {
  return JSON.stringify([Object.entries(parent).sort(), attribute])
}

function namedValues(releases: readonly ReadStrata[], attribute: string): string[] {
  const values = releases.flatMap(({ figures }) => figures.flatMap(({ of }) => of[attribute] ?? []))
  return [...new Set(values)].filter((value) => value !== OTHER)
}

function crossed(attributes: readonly string[], named: readonly (readonly string[])[]): Stratum[] {
  let all: Stratum[] = [{}]
  attributes.forEach((attribute, at) => {
    const levels = [...(named[at] ?? []), UNNAMED]
    all = all.flatMap((one) => levels.map((level) => ({ ...one, [attribute]: level })))
  })
  return all
}

function levelled(
  attributes: readonly string[],
  named: readonly (readonly string[])[],
  of: Stratum,
): Stratum {
  return Object.fromEntries(
    attributes.map((attribute, at) => {
      const value = of[attribute]
      return [attribute, value !== undefined && named[at]?.includes(value) ? value : UNNAMED]
    }),
  )
}

function keyOf(attributes: readonly string[], coordinate: Stratum): string {
  return JSON.stringify(attributes.map((attribute) => coordinate[attribute]))
}

/** Coordinates that stand in the same strata of all releases cannot be told apart by any figure. */
function joinAlike(
  all: readonly Stratum[],
  readers: readonly Reader[],
): { classOf: number[]; size: number } {
  const found = new Map<string, number>()
  const classOf = all.map((one) => {
    const mark = readers
      .flatMap(({ strata, isIn, isEmpty }) => [
        isEmpty(one) ? 'E' : '',
        ...strata.map((of) => (isIn(one, of) ? '1' : '0')),
      ])
      .join('')
    const at = found.get(mark) ?? found.size
    found.set(mark, at)
    return at
  })
  return { classOf, size: found.size }
}
