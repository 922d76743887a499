import { utf8 } from '../../src/base/bytes.ts'
import { keyStream } from '../../src/crypto/derive.ts'
import { digestParts } from '../../src/crypto/digest.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { proveShuffle, type ShuffleProof, verifyShuffle } from '../../src/proofs/shuffle.ts'
import type { ShuffleSecrets } from '../../src/proofs/shuffle-secrets.ts'
import { SHUFFLE_CHUNK_ROWS, type ShuffleStatement } from '../../src/proofs/shuffle-statement.ts'
import { permutation } from '../../src/psi/permutation.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { rowBytes } from '../../src/psi/row.ts'
import { stripOpen } from '../../src/psi/strip.ts'
import { addAll, elements, publicOf, scalars } from '../psi/sample.ts'
import { seededRandom } from '../scripted-random.ts'

export interface Shape {
  readonly rows: number
  readonly columns: number
  readonly strip: boolean
  /** Makes another shuffle of the same shape. */
  readonly name?: string
  readonly order?: Uint32Array
  readonly input?: Uint8Array
}

/** A shuffle that was done, with all its secrets. */
export interface Shuffled {
  readonly engine: GroupEngine
  readonly statement: ShuffleStatement
  readonly secrets: ShuffleSecrets
  readonly input: Uint8Array
  readonly output: Uint8Array
  /** Secrets behind the keys that others hold; what is left after the strip. */
  readonly others: Uint8Array
}

export const digestOf = (rows: Uint8Array) => digestParts('sample batch', rows)

/** The rows named, one after the other. */
export function pickRows(rows: Uint8Array, width: number, places: Iterable<number>): Uint8Array {
  const chosen = Array.from(places, (at) => rows.subarray(at * width, (at + 1) * width))
  return new Uint8Array(Buffer.concat(chosen))
}

/** Random rows (any elements are rows of something), re-randomised, stripped and shuffled. */
export function sampleShuffle(engine: GroupEngine, shape: Shape): Shuffled {
  const { rows, columns, strip } = shape
  const random = seededRandom(`shuffle ${rows} ${columns} ${strip} ${shape.name ?? ''}`)
  const [others, shares] = [scalars(engine, columns, random), scalars(engine, columns, random)]
  const ownKeys = publicOf(engine, shares)
  const columnKeys = addAll(engine, publicOf(engine, others), ownKeys)
  const input = shape.input ?? elements(engine, rows * (columns + 1), random)
  const order = shape.order ?? permutation(rows, random)
  const chunks = Math.ceil(rows / SHUFFLE_CHUNK_ROWS)
  const rowSeeds = Array.from({ length: chunks }, () => random(32))
  const width = rowBytes(columns)
  const moved = rowSeeds.map((seed, chunk) => {
    const at = chunk * SHUFFLE_CHUNK_ROWS * width
    const part = input.subarray(at, at + SHUFFLE_CHUNK_ROWS * width)
    const keys = { shares, restKeys: columnKeys, random: keyStream(seed) }
    return strip
      ? stripOpen(engine, part, keys)
      : rerandomiseRows(engine, part, columnKeys, keys.random)
  })
  const output = pickRows(new Uint8Array(Buffer.concat(moved)), width, order)
  return {
    engine,
    statement: {
      context: utf8('manifest, mix/1, police'),
      rows,
      columnKeys,
      ownKeys: strip ? ownKeys : null,
      inputDigest: digestOf(input),
      outputDigest: digestOf(output),
      where: 'mix/1 of police',
    },
    secrets: { order, rowSeeds, shares: strip ? shares : null, seed: random(32) },
    input,
    output,
    others,
  }
}

/** The same shuffle with other rows coming out, digests to match: what a cheat would send. */
export function withOutput(shuffled: Shuffled, output: Uint8Array): Shuffled {
  const statement = { ...shuffled.statement, outputDigest: digestOf(output) }
  return { ...shuffled, statement, output }
}

export function prove(shuffled: Shuffled): ShuffleProof {
  return proveShuffle(shuffled.engine, shuffled.statement, shuffled.secrets, shuffled)
}

export function verify(shuffled: Shuffled, proof: ShuffleProof, engine = shuffled.engine): void {
  verifyShuffle(engine, shuffled.statement, shuffled, proof)
}
