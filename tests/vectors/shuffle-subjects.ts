/* The vectors of a shuffle (protocol/specification.md 13.8): what goes in, and how Samentel computes them. */
import { toHex } from '../../src/base/bytes.ts'
import { keyStream } from '../../src/crypto/derive.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { generator } from '../../src/proofs/generators.ts'
import { proveShuffle, verifyShuffle } from '../../src/proofs/shuffle.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { countColumns, rowBytes } from '../../src/psi/row.ts'
import { stripOpen } from '../../src/psi/strip.ts'
import { pickRows, type Shape, sampleShuffle } from '../proofs/sample-shuffle.ts'
import { publicOf } from '../psi/sample.ts'
import { type Compute, type Fields, field, hex } from './fields.ts'

export const shuffleComputations: Readonly<Record<string, Compute>> = {
  generator: (engine, input) => ({
    element: toHex(generator(engine, Number(field(input, 'index')))),
  }),
  shuffle: (engine, input) => {
    const order = Uint32Array.from(field(input, 'order').split(' '), Number)
    const rowSeed = hex(input, 'rowSeed')
    const shares = field(input, 'shares') === '' ? null : hex(input, 'shares')
    const [rows, columnKeys] = [hex(input, 'input'), hex(input, 'columnKeys')]
    const random = keyStream(rowSeed)
    const moved =
      shares === null
        ? rerandomiseRows(engine, rows, columnKeys, random)
        : stripOpen(engine, rows, { shares, restKeys: columnKeys, random })
    const output = pickRows(moved, rowBytes(countColumns(columnKeys)), order)
    const statement = {
      context: hex(input, 'context'),
      rows: order.length,
      columnKeys,
      ownKeys: shares === null ? null : publicOf(engine, shares),
      inputDigest: hex(input, 'inputDigest'),
      outputDigest: hex(input, 'outputDigest'),
      where: 'vector',
    }
    const secrets = { order, rowSeeds: [rowSeed], shares, seed: hex(input, 'seed') }
    const batches = { input: rows, output }
    const proof = proveShuffle(engine, statement, secrets, batches)
    verifyShuffle(engine, statement, batches, proof)
    return { output: toHex(output), constant: toHex(proof.constant), proof: toHex(proof.rows) }
  },
}

/** Of one round: three rows mixed, the same stripped, one row. */
export function shuffleVectors(
  engine: GroupEngine,
): readonly (readonly [string, string, [string, Fields][]])[] {
  const shape = { columns: 2, name: 'vectors' }
  return [
    [
      'shuffle',
      '13.8',
      [
        ['generator', { index: '0' }],
        ['generator with a long number', { index: '65536' }],
        ['shuffle of a mix', inputOf(engine, { ...shape, rows: 3, strip: false })],
        ['shuffle with shares taken off', inputOf(engine, { ...shape, rows: 3, strip: true })],
        ['shuffle of one row', inputOf(engine, { ...shape, rows: 1, strip: true, columns: 1 })],
      ],
    ],
  ]
}

function inputOf(engine: GroupEngine, shape: Shape): Fields {
  const { statement, secrets, input } = sampleShuffle(engine, shape)
  return {
    context: toHex(statement.context),
    columnKeys: toHex(statement.columnKeys),
    inputDigest: toHex(statement.inputDigest),
    outputDigest: toHex(statement.outputDigest),
    input: toHex(input),
    order: [...secrets.order].join(' '),
    rowSeed: secrets.rowSeeds.map(toHex).join(''),
    shares: toHex(secrets.shares ?? new Uint8Array(0)),
    seed: toHex(secrets.seed),
  }
}
