import { concatBytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { ELEMENT_BYTES, type GroupEngine, IDENTITY } from '../group/engine.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import type { RecipeSlot } from '../matching/recipe.ts'
import { drawScalar } from '../psi/draw-scalar.ts'
import { labelElement } from '../psi/key-element.ts'
import { addLabel } from '../psi/label-rows.ts'
import { permutation } from '../psi/permutation.ts'
import { countRows, rowBytes, selectColumns } from '../psi/row.ts'
import { SECRET_BYTES } from '../psi/suite.ts'
import { pipeChunks } from '../work/chunk-pipeline.ts'
import type { PsiPool } from '../work/pool.ts'
import type { Task } from '../work/tasks.ts'

/** Rows of lists before they are encrypted. */
export interface ClearRows {
  readonly recipe: string
  readonly slots: readonly RecipeSlot[]
  /** Per list the canonical keys, slot by slot, row by row; null where a row has none. */
  readonly lists: readonly (readonly (Uint8Array | null)[])[]
}

/** What the coordinator has to link, and what nobody has in a round: which row each was. */
export interface BlindedRows {
  readonly rows: number
  /** TOKEN_BYTES a slot. */
  readonly tokens: Uint8Array
  /** Per row its place among the rows of all lists, list after list. */
  readonly origin: Uint32Array
}

export interface BlindingParts {
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly random: Random
  readonly report: (step: string, done: number, total: number) => void
}

export const EVALUATORS = 3
const CHUNK_ROWS = 64

/** Keys of a round in which nobody is a party of its own. */
interface Keys {
  /** Joint public key of each column: slots, label, presence. */
  readonly columnKeys: Uint8Array
  /** The shares of each holder's slot columns; the coordinator's come last. */
  readonly shares: readonly Uint8Array[]
}

/**
 * Takes rows through all that a round does before it links (protocol/specification.md 5.3 to 8.1), without proofs,
 * signatures or the wire: to measure that blinding changes no link. All secrets are made here and dropped, but for the
 * orders of the evaluators.
 */
export async function blindRows(clear: ClearRows, parts: BlindingParts): Promise<BlindedRows> {
  const slots = clear.slots.length
  const keys = makeKeys(slots, parts)
  const secret = parts.random(SECRET_BYTES)
  const round = parts.random(ELEMENT_BYTES)
  const sent: Uint8Array[] = []
  for (const [at, list] of clear.lists.entries()) {
    const elements = await hashKeys({ ...clear, list, secret }, parts)
    const rows = await encryptList(elements, { slots, columnKeys: keys.columnKeys }, parts)
    const label = labelElement(parts.engine, round, `list-${at}`)
    sent.push(addLabel(parts.engine, rows, slots + 2, slots, label))
  }
  const mixed = await mixAll(concatBytes(...sent), keys.columnKeys, parts)
  const tokens = await openTokens(mixed.rows, { slots, shares: keys.shares }, parts)
  return { rows: mixed.origin.length, tokens, origin: mixed.origin }
}

function makeKeys(slots: number, { engine, random }: BlindingParts): Keys {
  const columns = slots + 2
  const holders = Array.from({ length: EVALUATORS + 1 }, () =>
    Array.from({ length: columns }, () => drawScalar(engine, random)),
  )
  const joint = Array.from({ length: columns }, (_, column) =>
    holders
      .map((shares) => engine.multiplyBase(shares[column]!)) // every holder has a share of each
      .reduce((sum, key) => engine.add(sum, key), IDENTITY),
  )
  const shares = holders.map((own) => concatBytes(...own.slice(0, slots)))
  return { columnKeys: concatBytes(...joint), shares }
}

async function hashKeys(
  {
    recipe,
    slots,
    list,
    secret,
  }: Omit<ClearRows, 'lists'> & {
    readonly list: ClearRows['lists'][number]
    readonly secret: Uint8Array
  },
  parts: BlindingParts,
): Promise<Uint8Array> {
  const keyIds = slots.map(({ keyId }) => keyId)
  return inChunks(parts, { step: 'hash', rows: list.length / slots.length }, (from, to) => {
    const keys = list.slice(from * slots.length, to * slots.length)
    return { op: 'hash', secret, recipe, keyIds, keys }
  })
}

/** Every row is real and none has a code: what else a row holds is as long, and nobody opens it here. */
async function encryptList(
  elements: Uint8Array,
  { slots, columnKeys }: { readonly slots: number; readonly columnKeys: Uint8Array },
  parts: BlindingParts,
): Promise<Uint8Array> {
  const width = slots * ELEMENT_BYTES
  const choices = concatBytes(IDENTITY, IDENTITY)
  const chosen = [{ columns: [slots, slots + 1], choices, context: null }]
  const rows = elements.length / width
  return inChunks(parts, { step: 'encrypt', rows }, (from, to) => ({
    op: 'submit',
    keys: elements.subarray(from * width, to * width),
    slots,
    chosen,
    picks: new Uint8Array(to - from),
    columnKeys,
    seeds: { rows: seed(parts), fillers: seed(parts), proofs: seed(parts) },
  }))
}

/** Evaluator by evaluator: an order of its own, then fresh randomness (6.2). */
async function mixAll(sent: Uint8Array, columnKeys: Uint8Array, parts: BlindingParts) {
  const columns = columnKeys.length / ELEMENT_BYTES
  const width = rowBytes(columns)
  const count = countRows(sent, columns)
  let rows = sent
  let origin = Uint32Array.from({ length: count }, (_, row) => row)
  for (let turn = 1; turn <= EVALUATORS; turn++) {
    const order = permutation(count, parts.random)
    const shuffled = new Uint8Array(rows.length)
    for (const [to, from] of order.entries()) {
      shuffled.set(rows.subarray(from * width, (from + 1) * width), to * width)
    }
    const before = origin
    origin = order.map((from) => before[from]!) // an order of the rows there are
    rows = await inChunks(parts, { step: `mix ${turn}`, rows: count }, (from, to) => ({
      op: 'mix',
      rows: shuffled.subarray(from * width, to * width),
      columnKeys,
      seed: seed(parts),
    }))
  }
  return { rows, origin }
}

/** Evaluations in turn, then the coordinator's strip (7, 8.1). */
async function openTokens(
  mixed: Uint8Array,
  { slots, shares }: { readonly slots: number; readonly shares: readonly Uint8Array[] },
  parts: BlindingParts,
): Promise<Uint8Array> {
  const width = rowBytes(slots)
  let rows = selectColumns(
    mixed,
    slots + 2,
    Array.from({ length: slots }, (_, slot) => slot),
  )
  for (const [at, own] of shares.entries()) {
    const tokenKey = drawScalar(parts.engine, parts.random)
    const evaluates = at < EVALUATORS
    const step = evaluates ? `evaluate ${at + 1}` : 'strip'
    const before = rows
    rows = await inChunks(parts, { step, rows: before.length / width }, (from, to) => {
      const chunk = before.subarray(from * width, to * width)
      if (!evaluates) return { op: 'strip', rows: chunk, shares: own }
      return { op: 'evaluate', rows: chunk, tokenKey, shares: own }
    })
  }
  return firstBytes(rows)
}

/** Of each element what linking compares. */
function firstBytes(elements: Uint8Array): Uint8Array {
  const tokens = new Uint8Array((elements.length / ELEMENT_BYTES) * TOKEN_BYTES)
  for (let at = 0; at * ELEMENT_BYTES < elements.length; at++) {
    const from = at * ELEMENT_BYTES
    tokens.set(elements.subarray(from, from + TOKEN_BYTES), at * TOKEN_BYTES)
  }
  return tokens
}

async function inChunks(
  { pool, report }: BlindingParts,
  { step, rows }: { readonly step: string; readonly rows: number },
  task: (from: number, to: number) => Task,
): Promise<Uint8Array> {
  const done: Uint8Array[] = []
  const end = (chunk: number) => Math.min(rows, (chunk + 1) * CHUNK_ROWS)
  await pipeChunks({
    from: 0,
    to: Math.ceil(rows / CHUNK_ROWS),
    width: pool.width,
    compute: (chunk) => pool.run(task(chunk * CHUNK_ROWS, end(chunk))),
    commit: async (chunk, bytes) => {
      done.push(bytes)
      report(step, end(chunk), rows)
    },
  })
  return concatBytes(...done)
}

function seed({ random }: BlindingParts): Uint8Array {
  return random(ELEMENT_BYTES)
}
