import { GENERATOR, type GroupEngine } from '../group/engine.ts'

const ELEMENT_BYTES = 32

/** Rows of elements for a step whose cost does not depend on which elements they are. */
export function sampleRows(engine: GroupEngine, rows: number, rowBytes: number): Uint8Array {
  const next = distinctElements(engine)
  const out = new Uint8Array(rows * rowBytes)
  for (let at = 0; at < out.length; at += ELEMENT_BYTES) out.set(next(), at)
  return out
}

/** G, 2·G, 3·G …: every one different, at one addition each. */
export function distinctElements(engine: GroupEngine): () => Uint8Array {
  let element = GENERATOR
  return () => {
    element = engine.add(element, GENERATOR)
    return element
  }
}
