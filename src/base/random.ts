import { randomBytes } from 'node:crypto'

/** A source of uniform random bytes. A parameter everywhere, so that tests and vectors can script it. */
export type Random = (length: number) => Uint8Array

export const secureRandom: Random = (length) => new Uint8Array(randomBytes(length))
