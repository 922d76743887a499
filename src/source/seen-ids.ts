import { createHash } from 'node:crypto'

const lanes = 4

/**
 * Remembers record ids as 16 bytes of SHA-256 each, so that a file of millions of records fits and no id stays in
 * memory. Two different ids are taken for one with a chance below 2^-80 at a million records.
 */
export class SeenIds {
  #table = new Uint32Array(1024 * lanes)
  #size = 0

  /** True when the id was not seen before. */
  add(id: string): boolean {
    const digest = createHash('sha256').update(id).digest()
    const hash = Uint32Array.from({ length: lanes }, (_, at) => digest.readUInt32BE(at * 4))
    if (!this.#insert(hash)) return false
    this.#size += 1
    if (this.#size * lanes * 2 > this.#table.length) this.#grow()
    return true
  }

  /** Open addressing; a place of four zeros is free. */
  #insert(hash: Uint32Array): boolean {
    const places = this.#table.length / lanes
    for (let place = hash[0]! % places; ; place = (place + 1) % places) {
      const held = this.#table.subarray(place * lanes, (place + 1) * lanes)
      if (held.every((lane) => lane === 0)) {
        held.set(hash)
        return true
      }
      if (held.every((lane, at) => lane === hash[at])) return false
    }
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += lanes) {
      const hash = old.subarray(at, at + lanes)
      if (hash.some((lane) => lane !== 0)) this.#insert(hash)
    }
  }
}
