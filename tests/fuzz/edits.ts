import fc from 'fast-check'

/** What no refusal may repeat: it stands for a person in what a sender wrote. */
export const CANARY = 'Zebedee Canary 123456782'

/** One change of a valid input. Where it is made: `path`, or the place that `at` gives among all there are. */
export interface Edit {
  readonly kind: string
  readonly at?: number
  readonly path?: readonly (string | number)[]
  readonly by?: number
  readonly value?: unknown
}

/** Encodings of ristretto255 that are none, or none that may stand there (RFC 9496 A.3). */
export const badElements = [
  '0'.repeat(64),
  'f'.repeat(64),
  `00${'f'.repeat(62)}`,
  `f3${'f'.repeat(60)}7f`, // p + 6 is above p
  `ed${'f'.repeat(60)}7f`, // p
  `01${'0'.repeat(62)}`, // negative
  '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371', // no square
  'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', // q, as a scalar
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))

/** Kinds of edits by what is edited. */
export const ofValues = [
  ...['replace', 'replace', 'replace', 'remove', 'add', 'add', 'rename', 'double'],
  ...['character', 'lengthen', 'shorten', 'exchange', 'shift'],
]
export const ofTexts = [
  'bit',
  'cut',
  'trail',
  'spaces',
  'key-twice',
  'bytes',
  'mark',
  'nest',
  'none',
]
const ofBytes = [
  ...['bit', 'byte', 'cut', 'trail', 'insert', 'delete', 'element', 'element', 'element'],
  ...['swap', 'repeat', 'none', 'big'],
]

const numbers = { at: fc.nat(), by: fc.nat() }
const edit = (kinds: readonly string[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), ...numbers })

/** Edits of a JSON value, mostly, and of its text. */
export const jsonEdits: fc.Arbitrary<Edit[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(edit(ofValues), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(edit(ofTexts), { minLength: 1, maxLength: 2 }) },
)
export const byteEdits: fc.Arbitrary<Edit[]> = fc.array(edit(ofBytes), {
  minLength: 1,
  maxLength: 3,
})
/** Edits of a text that is no JSON: of its bytes and of its lines. */
export const textEdits: fc.Arbitrary<Edit[]> = fc.array(
  edit([...ofBytes, 'line', 'line', 'line-twice', 'word', 'word', 'mark', 'bytes', 'nest']),
  { minLength: 1, maxLength: 3 },
)
