/**
 * Notices an element that comes twice (protocol/specification.md 5.7): open addressing over the first
 * eight bytes of each, so some 12 bytes a row and nothing else is kept. A false alarm among a million
 * random elements has a chance of about 3e-8.
 */
export class SeenElements {
  readonly #slots: BigUint64Array
  readonly #mask: number

  constructor(capacity: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, capacity) * 1.5))
    this.#slots = new BigUint64Array(size)
    this.#mask = size - 1
  }

  /** True if the element was seen before. */
  add(element: Uint8Array): boolean {
    const view = new DataView(element.buffer, element.byteOffset, 32)
    // Zero marks a free place; a tag of zero is as good as one.
    const tag = view.getBigUint64(8, true) || 1n
    let at = view.getUint32(0, true) & this.#mask
    while (this.#slots[at] !== 0n) {
      if (this.#slots[at] === tag) return true
      at = (at + 1) & this.#mask
    }
    this.#slots[at] = tag
    return false
  }
}
