/*
 * A second reading of protocol/specification.md 2.6, 3.1 and 11.3 for protocol/vectors/sealing.json:
 * keys and wrapped keys from the text, on @noble/post-quantum and node:crypto.
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto'
import { concatBytes } from '../../src/base/bytes.ts'
import { plainPublicKey, plainSeal } from '../crypto/plain-hpke.ts'

type Fields = Readonly<Record<string, string>>

function framed(...values: readonly (Uint8Array | string)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value as string, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function field(input: Fields, name: string): string {
  const value = input[name]
  if (value === undefined) throw new Error(`vector lacks ${name}`)
  return value
}

const bytes = (input: Fields, name: string) =>
  new Uint8Array(Buffer.from(field(input, name), 'hex'))

const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')

function sealed(input: Fields, to: { seed: Uint8Array; info: Uint8Array; plain: Uint8Array }) {
  const { enc, ct } = plainSeal({
    kem: 'x-wing',
    random: bytes(input, 'random'),
    recipient: plainPublicKey(to.seed),
    info: to.info,
    aad: new Uint8Array(0),
    plain: to.plain,
    aead: 'aes-256-gcm',
  })
  return hex(concatBytes(enc, ct))
}

function roundSeed(input: Fields): Uint8Array {
  const secret = bytes(input, 'roundKey')
  return new Uint8Array(hkdfSync('sha512', secret, Buffer.alloc(0), framed('sealing'), 32))
}

const readings: Readonly<Record<string, (input: Fields) => Fields>> = {
  key: (input) => ({ publicKey: hex(plainPublicKey(roundSeed(input))) }),
  wrapped: (input) => {
    const names = ['binding', 'batch', 'sender', 'recipient'].map((name) => field(input, name))
    const info = framed('samentel wrap v2', ...names)
    const plain = bytes(input, 'contentKey')
    return { wrapped: sealed(input, { seed: roundSeed(input), info, plain }) }
  },
  'check-seed': (input) => {
    const names = ['binding', 'sender', 'recipient'].map((name) => field(input, name))
    const info = framed('samentel check seed v2', ...names)
    return {
      wrapped: sealed(input, { seed: roundSeed(input), info, plain: bytes(input, 'checkSeed') }),
    }
  },
  chunk: (input) => {
    const [name, number] = [field(input, 'batch'), Number(field(input, 'number'))]
    const info = framed(`content ${name}`)
    const key = Buffer.from(hkdfSync('sha512', bytes(input, 'roundKey'), Buffer.alloc(0), info, 32))
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(number, 8)
    const place = [field(input, 'binding'), name, field(input, 'sender'), nonce.subarray(4)]
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(framed('samentel chunk place v2', ...place))
    const text = concatBytes(cipher.update(bytes(input, 'rows')), cipher.final())
    return { contentKey: hex(key), sealed: hex(concatBytes(text, cipher.getAuthTag())) }
  },
  shared: (input) => {
    const plain = bytes(input, 'secret')
    const tagged = framed('samentel matching secret v2', plain)
    const digest = createHash('sha256').update(tagged).digest('base64url')
    const names = ['agreement', 'from', 'to'].map((name) => field(input, name))
    const info = framed('samentel secret share v2', ...names, digest)
    return { digest, sealed: sealed(input, { seed: bytes(input, 'sharingSeed'), info, plain }) }
  },
}

/** The outputs of the vector of that name. */
export function readSealing(name: string, input: Fields): Fields {
  const reading = readings[name.split(' ')[0] ?? '']
  if (reading === undefined) throw new Error(`no reading for ${name}`)
  return reading(input)
}

/** What protocol/vectors/sealing.json holds, from a source of random hex. */
export function sealingVectors(random: (length: number) => string) {
  const roundKey = random(32)
  const names = { binding: 'A'.repeat(43), batch: 'list/politie-2017' }
  const inputs: readonly [string, Fields][] = [
    ['key', { roundKey }],
    ['key of another round', { roundKey: random(32) }],
    [
      'wrapped',
      {
        ...{ roundKey, random: random(64), contentKey: random(32), ...names },
        ...{ sender: 'politie', recipient: 'universiteit' },
      },
    ],
    [
      'shared matching secret',
      {
        ...{ sharingSeed: random(32), random: random(64), secret: random(32) },
        ...{ agreement: 'mensenhandel-2026', from: 'politie', to: 'fairwork' },
      },
    ],
    [
      'check-seed',
      {
        ...{ roundKey, random: random(64), checkSeed: random(32), binding: names.binding },
        ...{ sender: 'politie', recipient: 'universiteit' },
      },
    ],
    ['chunk', { roundKey, ...names, sender: 'politie', number: '0', rows: random(80) }],
    [
      'chunk with a long number',
      { roundKey, ...names, sender: 'politie', number: '65537', rows: random(16) },
    ],
  ]
  const vectors = inputs.map(([name, input]) => ({ name, input, output: readSealing(name, input) }))
  return { subject: 'sealing', sections: '2.6, 3.1, 5.8, 11.3', vectors }
}
