import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { secureRandom } from '../base/random.ts'
import { sealingPublicKey, unwrapKey, wrapKey } from '../crypto/hpke.ts'
import { type Figure, tidy } from './figure.ts'
import { measure } from './measure.ts'

const INFO = new Uint8Array(32)

/** A key wrapped and unwrapped once, as for each batch and recipient. */
export async function measureSealing(quick: boolean): Promise<Figure> {
  const times = quick ? 2 : 100
  const seed = secureRandom(32)
  const publicKey = await sealingPublicKey(seed)
  const key = secureRandom(32)
  const hybrid = await costOf(times, async () => {
    await unwrapKey(seed, INFO, await wrapKey(publicKey, INFO, key))
  })
  const plain = await costOf(times, await classicalSealing(key))
  return {
    name: 'sealing',
    value: tidy(hybrid / plain),
    unit: 'times the work to wrap and unwrap a key with X-Wing',
    yardstick: 'the same with X25519 alone',
    goal: null,
    detail: { 'ms, X-Wing': tidy(hybrid), 'ms, X25519': tidy(plain), times },
  }
}

/** The same suite but for the key encapsulation. */
async function classicalSealing(key: Uint8Array): Promise<() => Promise<void>> {
  const kem = new DhkemX25519HkdfSha256()
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })
  const info = new Uint8Array(INFO).buffer
  const content = new Uint8Array(key).buffer
  const pair = await kem.deriveKeyPair(new Uint8Array(secureRandom(32)).buffer)
  return async () => {
    const { enc, ct } = await suite.seal({ recipientPublicKey: pair.publicKey, info }, content)
    await suite.open({ recipientKey: pair.privateKey, enc, info }, ct)
  }
}

/** Milliseconds of processor time; a first run is not counted. */
async function costOf(times: number, work: () => Promise<void>): Promise<number> {
  await work()
  const { cpuMs } = await measure(async () => {
    for (let at = 0; at < times; at++) await work()
  })
  return cpuMs / times
}
