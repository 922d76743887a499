/*
 * A second reading of protocol/specification.md 1 to 9: recomputes every vector from the text, on
 * @noble/curves and node:crypto, without a line of Samentel. Scalars are bigints here, hashes are
 * written out.
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'

type Fields = Readonly<Record<string, string>>

const { Point } = ristretto255
const Q = 2n ** 252n + 27742317777372353535851937790883648493n
const SUITE = 'ristretto255_XMD:SHA-512_R255MAP_RO_'

function uint(value: number, length: number): Buffer {
  const out = Buffer.alloc(length)
  out.writeUIntBE(value, 0, length)
  return out
}

function framed(...values: readonly (Buffer | string)[]): Buffer {
  const buffers = values.map((value) => Buffer.from(value as string, 'utf8'))
  return Buffer.concat(buffers.flatMap((buffer) => [uint(buffer.length, 4), buffer]))
}

function sha512(...values: readonly Uint8Array[]): Buffer {
  return createHash('sha512').update(Buffer.concat(values)).digest()
}

function little(buffer: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(buffer).reverse().toString('hex') || '0'}`)
}

function scalarHex(value: bigint): string {
  const positive = ((value % Q) + Q) % Q
  return Buffer.from(positive.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')
}

function oneWay(wide: Uint8Array) {
  return ristretto255_hasher.deriveToCurve!(new Uint8Array(wide))
}

/** RFC 9380 5.3.1 for 64 bytes, which is one block, then the one-way map. */
function hashToGroup(message: Buffer, tag: string) {
  const dst = Buffer.concat([Buffer.from(tag), uint(tag.length, 1)])
  const zeros = Buffer.alloc(128)
  const b0 = sha512(zeros, message, uint(64, 2), uint(0, 1), dst)
  return oneWay(sha512(b0, uint(1, 1), dst))
}

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

class Input {
  readonly fields: Fields
  used = 0

  constructor(fields: Fields) {
    this.fields = fields
  }

  text(name: string): string {
    const value = this.fields[name]
    if (value === undefined) throw new Error(`vector lacks ${name}`)
    return value
  }

  bytes(name: string): Buffer {
    return Buffer.from(this.text(name), 'hex')
  }

  list(name: string): Buffer[] {
    const all = this.bytes(name)
    return Array.from({ length: all.length / 32 }, (_, at) => all.subarray(at * 32, at * 32 + 32))
  }

  points(name: string) {
    return this.list(name).map((bytes) => Point.fromBytes(new Uint8Array(bytes)))
  }

  scalars(name: string): bigint[] {
    return this.list(name).map(little)
  }

  random(length: number): Buffer {
    const bytes = this.bytes('random')
    if (this.used + length > bytes.length)
      throw new Error('the randomness of a vector is too short')
    this.used += length
    return bytes.subarray(this.used - length, this.used)
  }
}

type Element = ReturnType<typeof oneWay>

const hexOf = (points: readonly Element[]) => points.map((point) => point.toHex()).join('')

function times(scalar: bigint, point: Element): Element {
  return point.multiplyUnsafe(scalar)
}

/** Rows of points: the first of each is a, the others are the columns. */
function rowsOf(points: readonly Element[], width: number): Element[][] {
  return Array.from({ length: points.length / width }, (_, row) =>
    points.slice(row * width, (row + 1) * width),
  )
}

function rerandomise(input: Input, keys: readonly Element[]): Element[][] {
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
  const hashed = framed('SAMENTEL-V01-NONCE-SHA512', y, nonce, pointBytes(publicKey), ...context)
  const v = little(sha512(hashed)) % Q
  const R = Point.BASE.multiply(v)
  const statement = [pointBytes(Point.BASE), pointBytes(R), pointBytes(publicKey), ...context]
  const c = little(sha512(framed('SAMENTEL-V01-PROOF-SHA512', ...statement))) % Q
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
    return { element: hashToGroup(mac, `SAMENTEL-V01-KEY-with-${SUITE}`).toHex() }
  },
  filler: (input) => ({ element: oneWay(input.random(64)).toHex() }),
  presence: (input) => {
    const presence = input.text('presence')
    const tag = `SAMENTEL-V01-PRESENCE-with-${SUITE}`
    const element = presence === 'real' ? Point.ZERO : hashToGroup(framed(presence), tag)
    return { element: element.toHex() }
  },
  label: (input) => {
    const message = framed(input.bytes('coreDigest'), input.text('list'))
    return { element: hashToGroup(message, `SAMENTEL-V01-LABEL-with-${SUITE}`).toHex() }
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
    const k = derived(input, 'roundKey', 'SAMENTEL-V01-TOKEN-KEY', [])
    const y = derived(input, 'roundKey', 'SAMENTEL-V01-COLUMN-SHARE', [input.text('column')])
    const publics = hexOf([Point.BASE.multiply(k), Point.BASE.multiply(y)])
    return { tokenKey: scalarHex(k), columnShare: scalarHex(y), publics }
  },
  commitment: (input) => {
    const hashed = framed('SAMENTEL-V01-COMMIT-SHA512', input.bytes('record'))
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
