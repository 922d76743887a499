import { Problem } from '../base/problem.ts'
import { codeField, type FieldMap } from './field-map.ts'
import type { FileShape } from './file-shape.ts'
import { nearMiss } from './near-miss.ts'

/** A column of the export: our name for it, or undefined when it is not read. */
export type ReadColumn = string | undefined

/**
 * Our names for the columns of an export, in its order. Throws `source.header`, `source.column-missing`,
 * `source.key-column-missing`, `source.column-twice` and `source.column-unknown`.
 */
export function resolveHeader(
  names: readonly string[],
  map: FieldMap,
  {
    shape,
    where: file,
    line = 1,
  }: { readonly shape: FileShape; readonly where: string; readonly line?: number },
): readonly ReadColumn[] {
  const known = knownNames(map, shape)
  const found = names.map((name) => known.get(name))
  if (found.every((name) => name === undefined)) throw noHeader(shape, file)
  const where = `${file}, line ${line}`
  refuseMissing(names, wantedNames(map, shape), where)
  refuseTwice(found, map, where)
  if (!shape.passesOver) refuseUnknown(names, known, map, where)
  refuseKeyless(found, map, { shape, where })
  return found
}

/** Names in the export to ours. A column that the map names is not looked for under our own name. */
export function knownNames(map: FieldMap, shape: FileShape): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const name of shape.columns) if (!(name in map.columns)) known.set(name, name)
  for (const [ours, theirs] of Object.entries(map.columns)) known.set(theirs, ours)
  for (const { column } of Object.values(map.codes)) known.set(column, codeField(map, column))
  for (const name of map.ignore) known.delete(name)
  return known
}

// A file without a header has a person in its first line: nothing of that line may be told.
export function noHeader({ columns }: FileShape, file: string): Problem {
  return new Problem({
    code: 'source.header',
    what: 'The first line holds no column name that is known',
    where: `${file}, line 1`,
    remedy: `Put column names in the first line (${columns.join(', ')}) or name yours in a mapping file.`,
  })
}

function wantedNames(map: FieldMap, { required }: FileShape): string[] {
  const theirs: Readonly<Record<string, string>> = map.columns
  return [
    ...required.map((name) => theirs[name] ?? name),
    ...Object.values(theirs),
    ...Object.values(map.codes).map(({ column }) => column),
  ]
}

function refuseMissing(names: readonly string[], wanted: readonly string[], where: string): void {
  const missing = wanted.find((name) => !names.includes(name))
  if (missing === undefined) return
  const meant = nearMiss(missing, names)
  throw new Problem({
    code: 'source.column-missing',
    what: `The export has no column ${missing}`,
    where,
    remedy:
      meant === undefined
        ? 'Add the column to the export, or correct its name in the mapping file.'
        : `The column ${meant} looks like it: rename it, or name it in the mapping file.`,
  })
}

function refuseTwice(found: readonly ReadColumn[], map: FieldMap, where: string): void {
  const twice = found.find(
    (name, at) => name !== undefined && (found.indexOf(name) !== at || name in map.constants),
  )
  if (twice === undefined) return
  throw new Problem({
    code: 'source.column-twice',
    what: `The column ${twice} stands there twice`,
    where,
    remedy: 'Keep one of the two in the export, or take it out of constants in the mapping file.',
  })
}

function refuseUnknown(
  names: readonly string[],
  known: ReadonlyMap<string, string>,
  map: FieldMap,
  where: string,
): void {
  const unknown = names.filter((name) => !known.has(name) && !map.ignore.includes(name))
  if (unknown.length === 0) return
  const near = unknown.flatMap((name) => {
    const meant = nearMiss(name, known.keys())
    return meant === undefined ? [] : [`Did you mean ${meant} for ${shownName(name)}? `]
  })
  const shown = unknown.map(shownName)
  throw new Problem({
    code: 'source.column-unknown',
    what: `The export has columns that are not known: ${shown.slice(0, 20).join(', ')}`,
    where,
    remedy: `${near.join('')}Name them under columns or ignore in the mapping file. Known columns: ${[...known.keys()].join(', ')}.`,
  })
}

/** A quote or line end that is lost makes records a part of the header: such a name is not told. */
function shownName(name: string): string {
  if (name === '') return '(without a name)'
  return /[\r\n]|\d{5}/.test(name) ? '(not told: it may hold a value)' : name.slice(0, 64)
}

function refuseKeyless(
  found: readonly ReadColumn[],
  map: FieldMap,
  { shape, where }: { readonly shape: FileShape; readonly where: string },
): void {
  const has = (name: string) => found.includes(name) || name in map.constants
  if (shape.oneOf.length === 0 || shape.oneOf.some((set) => set.every(has))) return
  throw new Problem({
    code: 'source.key-column-missing',
    what: 'The export has no column from which a match key can be built',
    where,
    remedy: 'Add bsn, v_number, or birth_date with given_names or surname.',
  })
}
