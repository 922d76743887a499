import { fromHex } from '../../src/base/bytes.ts'
import { GENERATOR, type GroupEngine } from '../../src/group/engine.ts'
import { elementAt } from '../../src/psi/row.ts'

export const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
export const ZERO: Uint8Array = new Uint8Array(32)
export const ONE: Uint8Array = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0))

/** The flat array with the part at that place exchanged. */
export function exchange(flat: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const out = flat.slice()
  out.set(part, at * 32)
  return out
}

/** The flat array with G added to the element at that place. */
export function shift(engine: GroupEngine, flat: Uint8Array, at: number): Uint8Array {
  return exchange(flat, at, engine.add(elementAt(flat, at), GENERATOR))
}

/** The flat array with one added to the scalar at that place. */
export function increase(engine: GroupEngine, flat: Uint8Array, at: number): Uint8Array {
  return exchange(flat, at, engine.scalarAdd(elementAt(flat, at), ONE))
}

/** The flat array with two parts of that many bytes in each other's place. */
export function swap(flat: Uint8Array, size: number, x: number, y: number): Uint8Array {
  const out = flat.slice()
  out.set(flat.subarray(x * size, (x + 1) * size), y * size)
  out.set(flat.subarray(y * size, (y + 1) * size), x * size)
  return out
}

/** The flat array with the scalar at that place written as itself plus q. */
export function addOrder(flat: Uint8Array, at: number): Uint8Array {
  let carry = 0
  const sum = elementAt(flat, at).map((byte, place) => {
    carry += byte + (ORDER[place] ?? 0)
    const low = carry & 255
    carry >>= 8
    return low
  })
  return exchange(flat, at, sum)
}
