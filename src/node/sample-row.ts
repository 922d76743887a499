import { concatBytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { PersonFields } from '../matching/person-fields.ts'
import { keysOf, recipeNamed } from '../matching/recipe.ts'
import { keyElement } from '../psi/key-element.ts'
import { type Core, columnNames, coreDigest } from '../round/manifest.ts'
import { chosenColumns, PADDING, REAL } from '../work/list-columns.ts'
import { oneOfBytes, submitRows } from '../work/submit-rows.ts'

const ELEMENT_BYTES = 32
const WIDE_BYTES = 64
const SEED_BYTES = 32

/** A part of a row: what it is, and its bytes as they would leave. */
export interface RowPart {
  /** `a`, a column's name, or `proof/` with the column that it is of. */
  readonly name: string
  readonly bytes: Uint8Array
}

export interface SampleRow {
  /** Of the made-up record, and of one that stands for nobody. */
  readonly kind: 'record' | 'padding'
  readonly parts: readonly RowPart[]
}

/** Nobody: a name that is a word, and the first day of a leap year's last month. */
export const madeUpRecord = {
  givenNames: 'Voor',
  surname: 'Beeld',
  birthDate: '1996-12-02',
} as const

/**
 * Two rows of a list as they would leave, made by the code that makes them: of a made-up record and of
 * padding. Secret and keys are drawn for them and thrown away, so nothing of a real round is in them.
 */
export function sampleRows(
  { engine, random }: { readonly engine: GroupEngine; readonly random: Random },
  core: Core,
  list: string,
): SampleRow[] {
  const digest = coreDigest(core)
  const chosen = chosenColumns({ engine, manifest: { core, coreDigest: digest, digest } }, list)
  const names = columnNames(core)
  const drawn = names.map(() => engine.fromUniform(random(WIDE_BYTES)))
  const keys = madeUpKeys(engine, core, random(SEED_BYTES))
  const unknown = core.tables.map(({ codes }) => codes.length - 2)
  const rows = submitRows(engine, {
    keys: concatBytes(keys, new Uint8Array(keys.length)),
    slots: core.slots.length,
    chosen,
    picks: Uint8Array.from([REAL, ...unknown, PADDING, ...unknown]),
    columnKeys: concatBytes(...drawn),
    seeds: { rows: random(SEED_BYTES), fillers: random(SEED_BYTES), proofs: random(SEED_BYTES) },
  })
  const proofs = chosen.map((one) => ({
    name: `proof/${names[one.columns.at(-1) ?? 0]}`,
    length: oneOfBytes(one),
  }))
  const columns = ['a', ...names].map((name) => ({ name, length: ELEMENT_BYTES }))
  const shape = [...columns, ...proofs.filter(({ length }) => length > 0)]
  const width = rows.length / 2
  return (['record', 'padding'] as const).map((kind, at) => ({
    kind,
    parts: cut(rows.subarray(at * width, (at + 1) * width), shape),
  }))
}

function cut(
  row: Uint8Array,
  shape: readonly { readonly name: string; readonly length: number }[],
): RowPart[] {
  let from = 0
  return shape.map(({ name, length }) => {
    from += length
    return { name, bytes: row.subarray(from - length, from) }
  })
}

/** By slot, 32 zero bytes where the record has no key. */
function madeUpKeys(engine: GroupEngine, { recipe: name }: Core, secret: Uint8Array): Uint8Array {
  const recipe = recipeNamed(name)
  const keys = keysOf(madeUpFields(), recipe).map((canonical, slot) => {
    const keyId = recipe.slots[slot]?.keyId
    if (canonical === null || keyId === undefined) return new Uint8Array(ELEMENT_BYTES)
    return keyElement(engine, secret, { recipe: recipe.name, keyId, canonical })
  })
  return concatBytes(...keys)
}

function madeUpFields(): PersonFields {
  const none = undefined
  const { givenNames, surname, birthDate } = madeUpRecord
  return {
    ...{ bsn: none, vNumber: none, otherNumber: none, sex: none, country: none },
    ...{ postcode: none, house: none, phone: none, email: none },
    names: [{ given: [givenNames.toLowerCase()], surname: [surname.toLowerCase()] }],
    birthDate: { iso: birthDate, firm: true, standIn: false },
  }
}
