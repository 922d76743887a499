/* Derive and KeyStream of protocol/specification.md 1.5, for readings that draw as they go. */
import { createCipheriv, hkdfSync } from 'node:crypto'
import { framed } from './notation.ts'

export function derive(
  secret: Buffer,
  length: number,
  label: string,
  ...context: readonly (Buffer | string)[]
): Buffer {
  const info = framed(label, ...context)
  return Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), info, length))
}

/** The next bytes of the stream, as many as are asked for. */
export function keyStream(seed: Buffer): (length: number) => Buffer {
  const cipher = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16))
  return (length) => cipher.update(Buffer.alloc(length))
}

/** 6.3, from a stream. */
export function drawOrder(count: number, random: (length: number) => Buffer): number[] {
  const order = Array.from({ length: count }, (_, at) => at)
  for (let last = count - 1; last > 0; last--) {
    const most = 2 ** 32 - (2 ** 32 % (last + 1))
    let u = random(4).readUInt32BE()
    while (u >= most) u = random(4).readUInt32BE()
    const other = u % (last + 1)
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
