import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import { wrapKey } from '../crypto/hpke.ts'
import { recordOf } from '../round/manifest.ts'
import type { RoundWork } from './round-work.ts'

/** What a few bytes are that counters alone may read; each kind is sealed in a place of its own. */
export type ForCounters =
  | 'samentel check seed v2'
  | 'samentel link report v2'
  | 'samentel list quality v2'

/** To each counter's key of the round, by counter (protocol/specification.md 5.8, 5.9, 8.5). Longer bytes make longer texts. */
export async function sealToCounters(
  work: RoundWork,
  kind: ForCounters,
  bytes: Uint8Array,
): Promise<Record<string, string>> {
  const sealed = work.counters.map(async (counter) => {
    const key = recordOf(work.manifest.keys, counter).sealing
    const info = sealInfo(work, kind, { sender: work.self, counter })
    return [counter, await wrapKey(key, info, bytes)]
  })
  return Object.fromEntries(await Promise.all(sealed))
}

/**
 * At a counter, what somebody sealed to it.
 * @throws Problem `seal.not-for-us`, `encoding.base64url`
 */
export async function openForCounter(
  work: RoundWork,
  kind: ForCounters,
  from: { readonly sender: string; readonly sealed: Readonly<Record<string, string>> },
): Promise<Uint8Array> {
  const info = sealInfo(work, kind, { sender: from.sender, counter: work.self })
  return work.vault.openSealed(info, from.sealed[work.self] ?? '')
}

function sealInfo(
  { manifest }: RoundWork,
  kind: ForCounters,
  { sender, counter }: { readonly sender: string; readonly counter: string },
): Uint8Array {
  return lengthPrefixed(...[kind, manifest.digest, sender, counter].map(utf8))
}
