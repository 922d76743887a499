/*
 * Elements of which nobody knows a logarithm to G or to one another (protocol/specification.md 13.8):
 * what the commitments of a shuffle are bound by. Public, the same in every round.
 */
import { i2osp, lengthPrefixed } from '../base/bytes.ts'
import type { GroupEngine } from '../group/engine.ts'
import { hashToGroup } from '../group/hash-to-group.ts'
import { ELEMENT_BYTES, groupTags } from '../psi/suite.ts'

/** Generator number `index`: h is number 0, h_1, h_2 … are numbers 1, 2 … */
export function generator(engine: GroupEngine, index: number): Uint8Array {
  return hashToGroup(engine, generatorMessage(index), groupTags.generator)
}

/** Generators `from` … `from + count − 1`, count·32 bytes. */
export function generators(engine: GroupEngine, from: number, count: number): Uint8Array {
  const out = new Uint8Array(count * ELEMENT_BYTES)
  for (let at = 0; at < count; at++) out.set(generator(engine, from + at), at * ELEMENT_BYTES)
  return out
}

/** frame(I2OSP(index, 8)). */
function generatorMessage(index: number): Uint8Array {
  return lengthPrefixed(i2osp(index, 8))
}
