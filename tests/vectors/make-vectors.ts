/*
 * Writes protocol/vectors: `node tests/vectors/make-vectors.ts`. Only a change of the protocol
 * changes what it writes.
 */
import { writeFileSync } from 'node:fs'
import { toHex } from '../../src/base/bytes.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { elements, parts, publicOf, scalars } from '../psi/sample.ts'
import { seededRandom } from '../scripted-random.ts'
import { coverVectors } from './cover-subjects.ts'
import { digestVectors } from './digest-inputs.ts'
import { envelopeVectors } from './envelope-inputs.ts'
import type { Fields } from './fields.ts'
import { playRound } from './play-round.ts'
import { proofVectors } from './proof-inputs.ts'
import type { RoundFile } from './round-file.ts'
import { vectorRoundInput } from './round-input.ts'
import { sealingVectors } from './sealing.ts'
import { shuffleVectors } from './shuffle-subjects.ts'
import { compute, textHex, type VectorFile } from './subjects.ts'

const engine = nobleEngine
const random = seededRandom('vectors')
const bytes = (length: number) => toHex(random(length))

/** Keys and rows that the subjects share: three rows of two columns. */
const shares = scalars(engine, 2, random)
const columnKeys = publicOf(engine, shares)
const message = toHex(elements(engine, 5, random))
const plain = message.slice(0, 192) + '00'.repeat(32) + message.slice(192)
const encryption = { columnKeys: toHex(columnKeys), plain, random: bytes(192) }
const rows = compute(engine, 'encrypted', encryption).rows ?? ''
const coreDigest = bytes(32)
const label = compute(engine, 'label', { coreDigest, list: 'politie-2017' }).element ?? ''

function write(subject: string, sections: string, inputs: readonly [string, Fields][]): void {
  const vectors = inputs.map(([name, input]) => ({
    name,
    input,
    output: compute(engine, name, input),
  }))
  save({ subject, sections, vectors })
}

function save(file: VectorFile | RoundFile): void {
  const url = new URL(`../../protocol/vectors/${file.subject}.json`, import.meta.url)
  writeFileSync(url, `${JSON.stringify(file, null, 2)}\n`)
}

const key = { secret: bytes(32), recipe: 'nl-2026-1', keyId: 'K04', canonical: textHex('jansen') }
write('key-element', '2.1 to 2.3', [
  ['key', key],
  ['key of other bytes', { ...key, canonical: textHex('Łukasz|1990') }],
  ['key that is empty', { ...key, keyId: 'K01', canonical: '' }],
  ['filler', { random: bytes(64) }],
  ['presence of a person', { presence: 'real' }],
  ['presence of padding', { presence: 'padding' }],
  ['presence of a check person', { presence: 'check' }],
])
write('label', '2.4, 6.1', [
  ['label', { coreDigest, list: 'politie-2017' }],
  ['label of another list', { coreDigest, list: 'zorg-2017' }],
  ['labelled', { rows, columns: '2', labelColumn: '1', label }],
])
const derivation = { secret: bytes(32), label: 'SAMENTEL-V01-COLUMN-SHARE', length: '64' }
write('derive', '1.5, 3.1', [
  ['bytes', { ...derivation, context: textHex('slot/bsn') }],
  ['bytes without context', { ...derivation, context: '' }],
  ['bytes of two parts', { ...derivation, context: '6162 63', length: '100' }],
  ['stream', { seed: bytes(32), lengths: '64 4 4 33' }],
  ['secrets', { roundKey: bytes(32), column: 'slot/bsn' }],
  ['secrets of another column', { roundKey: bytes(32), column: 'presence' }],
])
const proof = { secret: toHex(scalars(engine, 1, random)), coreDigest, holder: 'universiteit' }
write('possession', '3.2 to 3.4', [
  ['commitment', { record: textHex('{"keys":[]}') }],
  ['proof', { ...proof, keyName: 'token', random: bytes(32) }],
  ['proof for a column', { ...proof, keyName: 'slot/bsn', random: bytes(32) }],
  ['joint', { publics: toHex(publicOf(engine, scalars(engine, 3, random))) }],
])
write('encrypt', '5.5', [['encrypted', encryption]])
write('mix', '6.2', [['rerandomised', { rows, columnKeys: toHex(columnKeys), random: bytes(192) }]])
write('permutation', '6.3', [
  ['order', { count: '8', random: bytes(28) }],
  ['order with a number passed over', { count: '3', random: `ffffffff${bytes(8)}` }],
  ['order of one', { count: '1', random: '' }],
])
write('evaluate', '7', [
  ['evaluated', { rows, tokenKey: toHex(scalars(engine, 1, random)), shares: toHex(shares) }],
])
const others = toHex(scalars(engine, 2, random))
write('strip', '8.1, 9.1, 9.2', [
  ['last', { rows, shares: toHex(shares) }],
  ['last with other shares', { rows, shares: others }],
  ['passed', { rows, shares: others, restKeys: toHex(columnKeys), random: bytes(192) }],
])
const row = parts(Buffer.from(rows, 'hex')).map(toHex)
write('sum', '8.4', [['sum', { x: row.slice(0, 3).join(''), y: row.slice(3, 6).join('') }]])

const sealingRandom = seededRandom('sealing vectors')
save(sealingVectors((length) => toHex(sealingRandom(length))))
for (const [subject, sections, inputs] of proofVectors(engine)) write(subject, sections, inputs)
for (const [subject, sections, inputs] of shuffleVectors(engine)) write(subject, sections, inputs)
const coverRandom = seededRandom('cover vectors')
const coverInputs = coverVectors(
  (length) => toHex(coverRandom(length)),
  (count) => toHex(scalars(engine, count, coverRandom)),
)
for (const [subject, sections, inputs] of coverInputs) write(subject, sections, inputs)
write('code', '2.5', [
  ['code', { coreDigest, table: 'exploitation', code: 'labour' }],
  ['code of another table', { coreDigest, table: 'sex', code: 'unknown' }],
  ['code unknown', { coreDigest, table: 'exploitation', code: 'unknown' }],
])

const roundInput = await vectorRoundInput()
const round: RoundFile = {
  subject: 'round',
  sections: '2 to 9, 12.2',
  input: roundInput,
  output: await playRound(await loadSodiumEngine(), roundInput),
}
save(round)
save(await envelopeVectors(round))
for (const [subject, sections, inputs] of digestVectors(round)) write(subject, sections, inputs)
