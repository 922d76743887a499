/*
 * A second reading of protocol/specification.md: recomputes every vector from the text, on
 * @noble/curves and node:crypto, without a line of Samentel.
 */
import { createCipheriv, createHmac } from 'node:crypto'
import {
  type Element,
  type Fields,
  framed,
  hashToGroup,
  hexOf,
  Input,
  little,
  oneWay,
  Point,
  Q,
  rowsOf,
  SUITE,
  scalarHex,
  sha512,
  times,
  uint,
} from './notation.ts'
import { proofReadings } from './proof-reader.ts'
import { coverReadings } from './read-cover.ts'
import { digestReadings } from './read-digests.ts'
import { shuffleReadings } from './read-shuffle.ts'

/** HKDF of RFC 5869 with SHA-512 and no salt, written out. */
function hkdf(secret: Buffer, info: Buffer, length: number): Buffer {
  const mac = (key: Buffer, ...values: readonly Buffer[]) =>
    createHmac('sha512', key).update(Buffer.concat(values)).digest()
  const prk = mac(Buffer.alloc(64), secret)
  let block = Buffer.alloc(0)
  let out = Buffer.alloc(0)
  for (let count = 1; out.length < length; count++) {
    block = Buffer.from(mac(prk, block, info, uint(count, 1)))
    out = Buffer.concat([out, block])
  }
  return out.subarray(0, length)
}

function rerandomise(input: Input, keys: readonly Element[]): Element[][] {
  for (const key of keys) key.precompute(4) // tables: each is multiplied once a row
  return rowsOf(input.points('rows'), keys.length + 1).map((row) => {
    const s = little(input.random(64)) % Q
    return row.map((point, at) => point.add(times(s, at === 0 ? Point.BASE : keys[at - 1]!)))
  })
}

function strip(row: readonly Element[], shares: readonly bigint[]): Element[] {
  return row.slice(1).map((b, column) => b.subtract(times(shares[column]!, row[0]!)))
}

function derived(input: Input, name: string, label: string, context: readonly string[]): bigint {
  return little(hkdf(input.bytes(name), framed(label, ...context), 64)) % Q
}

function prove(input: Input): Fields {
  const secret = input.scalars('secret')[0]!
  const publicKey = Point.BASE.multiply(secret)
  const context = [input.bytes('coreDigest'), input.text('holder'), input.text('keyName')]
  const [y, nonce] = [input.bytes('secret'), input.random(32)]
  const hashed = framed('SAMENTEL-V02-NONCE-SHA512', y, nonce, pointBytes(publicKey), ...context)
  const v = little(sha512(hashed)) % Q
  const R = Point.BASE.multiply(v)
  const statement = [pointBytes(Point.BASE), pointBytes(R), pointBytes(publicKey), ...context]
  const c = little(sha512(framed('SAMENTEL-V02-PROOF-SHA512', ...statement))) % Q
  return { publicKey: publicKey.toHex(), proof: R.toHex() + scalarHex(v - c * secret) }
}

function pointBytes(point: Element): Buffer {
  return Buffer.from(point.toBytes())
}

function shuffled(input: Input): Fields {
  const order = Array.from({ length: Number(input.text('count')) }, (_, at) => at)
  for (let last = order.length - 1; last > 0; last--) {
    const places = last + 1
    let u = input.random(4).readUInt32BE()
    while (u >= Math.floor(2 ** 32 / places) * places) u = input.random(4).readUInt32BE()
    const other = u % places
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return { order: order.join(' ') }
}

const readings: Readonly<Record<string, (input: Input) => Fields>> = {
  key: (input) => {
    const message = framed(input.text('recipe'), input.text('keyId'), input.bytes('canonical'))
    const mac = createHmac('sha512', input.bytes('secret')).update(message).digest()
    return { element: hashToGroup(mac, `SAMENTEL-V02-KEY-with-${SUITE}`).toHex() }
  },
  filler: (input) => ({ element: oneWay(input.random(64)).toHex() }),
  presence: (input) => {
    const presence = input.text('presence')
    const tag = `SAMENTEL-V02-PRESENCE-with-${SUITE}`
    const element = presence === 'real' ? Point.ZERO : hashToGroup(framed(presence), tag)
    return { element: element.toHex() }
  },
  label: (input) => {
    const message = framed(input.bytes('coreDigest'), input.text('list'))
    return { element: hashToGroup(message, `SAMENTEL-V02-LABEL-with-${SUITE}`).toHex() }
  },
  code: (input) => {
    const message = framed(input.bytes('coreDigest'), input.text('table'), input.text('code'))
    return { element: hashToGroup(message, `SAMENTEL-V02-CODE-with-${SUITE}`).toHex() }
  },
  labelled: (input) => {
    const column = Number(input.text('labelColumn'))
    const label = input.points('label')[0]!
    const rows = rowsOf(input.points('rows'), Number(input.text('columns')) + 1)
    const add = (point: Element, at: number) => (at === column + 1 ? point.add(label) : point)
    return { rows: hexOf(rows.flatMap((row) => row.map(add))) }
  },
  bytes: (input) => {
    const context = input.text('context').split(' ').filter(Boolean)
    const info = framed(input.text('label'), ...context.map((part) => Buffer.from(part, 'hex')))
    const bytes = hkdf(input.bytes('secret'), info, Number(input.text('length')))
    return { bytes: bytes.toString('hex') }
  },
  stream: (input) => {
    const lengths = input.text('lengths').split(' ').map(Number)
    const total = lengths.reduce((sum, length) => sum + length)
    const cipher = createCipheriv('aes-256-ctr', input.bytes('seed'), Buffer.alloc(16))
    const all = cipher.update(Buffer.alloc(total))
    let at = 0
    const pieces = lengths.map((length) => {
      at += length
      return all.subarray(at - length, at).toString('hex')
    })
    return { bytes: pieces.join(' ') }
  },
  secrets: (input) => {
    const k = derived(input, 'roundKey', 'SAMENTEL-V02-TOKEN-KEY', [])
    const y = derived(input, 'roundKey', 'SAMENTEL-V02-COLUMN-SHARE', [input.text('column')])
    const publics = hexOf([Point.BASE.multiply(k), Point.BASE.multiply(y)])
    return { tokenKey: scalarHex(k), columnShare: scalarHex(y), publics }
  },
  commitment: (input) => {
    const hashed = framed('SAMENTEL-V02-COMMIT-SHA512', input.bytes('record'))
    return { commitment: sha512(hashed).toString('hex') }
  },
  proof: prove,
  joint: (input) => ({
    key: input
      .points('publics')
      .reduce((x, y) => x.add(y))
      .toHex(),
  }),
  encrypted: (input) => {
    const keys = input.points('columnKeys')
    const rows = rowsOf(input.points('plain'), keys.length).map((messages) => {
      const r = little(input.random(64)) % Q
      const columns = messages.map((message, at) => times(r, keys[at]!).add(message))
      return [times(r, Point.BASE), ...columns]
    })
    return { rows: hexOf(rows.flat()) }
  },
  rerandomised: (input) => ({
    rows: hexOf(rerandomise(input, input.points('columnKeys')).flat()),
  }),
  order: shuffled,
  evaluated: (input) => {
    const [k, shares] = [input.scalars('tokenKey')[0]!, input.scalars('shares')]
    const rows = rowsOf(input.points('rows'), shares.length + 1).map((row) => {
      const raised = row.map((point) => times(k, point))
      return [raised[0]!, ...strip(raised, shares)]
    })
    return { rows: hexOf(rows.flat()) }
  },
  last: (input) => {
    const shares = input.scalars('shares')
    const rows = rowsOf(input.points('rows'), shares.length + 1)
    return { plain: hexOf(rows.flatMap((row) => strip(row, shares))) }
  },
  passed: (input) => {
    const rows = rerandomise(input, input.points('restKeys'))
    const shares = input.scalars('shares')
    return { rows: hexOf(rows.flatMap((row) => [row[0]!, ...strip(row, shares)])) }
  },
  sum: (input) => {
    const [x, y] = [input.points('x'), input.points('y')]
    return { row: hexOf(x.map((point, at) => point.add(y[at]!))) }
  },
  ...proofReadings,
  ...shuffleReadings,
  ...coverReadings,
  ...digestReadings,
}

/** The outputs of the vector of that name, recomputed from the text of the specification. */
export function recompute(name: string, fields: Fields): Fields {
  const reading = readings[name.split(' ')[0] ?? '']
  if (reading === undefined) throw new Error(`no reading for ${name}`)
  const input = new Input(fields)
  const output = reading(input)
  const left = (fields.random ?? '').length / 2 - input.used
  if (left !== 0) throw new Error(`${left} random bytes are left over`)
  return output
}
