import { fromBase64Url } from '../base/bytes.ts'
import { deriveBytes } from '../crypto/derive.ts'

const SEED_BYTES = 4

/**
 * By which persons are drawn anew: from what everybody has, so that whoever counts again finds the same
 * interval. It hides nothing; that limits can be worked out again is part of the attack on them.
 */
export function estimateSeed(manifestDigest: string): number {
  const bytes = deriveBytes(fromBase64Url(manifestDigest), 'SAMENTEL-V02-ESTIMATES', [], SEED_BYTES)
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
}
