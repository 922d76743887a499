import { concatBytes } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { drawScalar } from '../../src/psi/draw-scalar.ts'
import { filler } from '../../src/psi/key-element.ts'

/** Scalars, one for each column, flat. */
export function scalars(engine: GroupEngine, count: number, random: Random): Uint8Array {
  return concatBytes(...Array.from({ length: count }, () => drawScalar(engine, random)))
}

/** Elements that nobody knows the logarithm of, flat. */
export function elements(engine: GroupEngine, count: number, random: Random): Uint8Array {
  return concatBytes(...Array.from({ length: count }, () => filler(engine, random)))
}

/** The flat array in parts of 32 bytes. */
export function parts(flat: Uint8Array): Uint8Array[] {
  return Array.from({ length: flat.length / 32 }, (_, at) => flat.subarray(at * 32, at * 32 + 32))
}

/** y·G for every scalar, flat. */
export function publicOf(engine: GroupEngine, shares: Uint8Array): Uint8Array {
  return concatBytes(...parts(shares).map((share) => engine.multiplyBase(share)))
}

/** The sums of flat arrays of elements, place by place. */
export function addAll(engine: GroupEngine, ...flats: readonly Uint8Array[]): Uint8Array {
  return flats.reduce((sum, flat) => {
    const others = parts(flat)
    const added = parts(sum).map((x, at) => engine.add(x, others[at] ?? new Uint8Array(0)))
    return concatBytes(...added)
  })
}
