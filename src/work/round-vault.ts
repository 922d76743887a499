import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { concatBytes, i2osp, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { cipherKey, gcmOpen, gcmSeal } from '../crypto/crypter.ts'
import { deriveBytes } from '../crypto/derive.ts'
import { sealingPublicKey, unwrapKey, wrapKey } from '../crypto/hpke.ts'
import { type BatchShape, chunkPlace, type Declaration, wrapInfo } from '../round/batch.ts'

const TAG_BYTES = 16

/**
 * Everything secret of one round at one holder, derived from the round key
 * (protocol/specification.md 1.5, 3.1). When the round key is destroyed, all that was sealed here is
 * unreadable, backups included.
 */
export class RoundVault {
  readonly #key: Uint8Array
  readonly #contentKeys = new Map<string, Uint8Array>()
  readonly #rowKeys = new Map<string, KeyObject>()

  constructor(roundKey: Uint8Array) {
    this.#key = roundKey
  }

  /** For deriving round secrets in `psi/`; callers never store it. */
  exposeRoundKeyForDerivation(): Uint8Array {
    return this.#key
  }

  /** 32 bytes for one use: a chunk of a stage, an order. The same after a restart. */
  seed(label: string, index: number): Uint8Array {
    return deriveBytes(this.#key, 'seed', [utf8(label), i2osp(index, 8)], 32)
  }

  sealingKey(): Promise<string> {
    return sealingPublicKey(this.#sealingSecret())
  }

  /** Seals a row at rest; a position is only ever sealed with the one row it holds. */
  sealRow(batch: string, position: number, row: Uint8Array): Uint8Array {
    const cipher = createCipheriv('aes-256-gcm', this.#rowKey(batch), i2osp(position, 12))
    return concatBytes(cipher.update(row), cipher.final(), cipher.getAuthTag())
  }

  openRow(batch: string, position: number, sealed: Uint8Array): Uint8Array {
    const at = sealed.length - TAG_BYTES
    const options = { authTagLength: TAG_BYTES }
    const nonce = i2osp(position, 12)
    const decipher = createDecipheriv('aes-256-gcm', this.#rowKey(batch), nonce, options)
    decipher.setAuthTag(sealed.subarray(at))
    const row = new Uint8Array(decipher.update(sealed.subarray(0, at)))
    decipher.final()
    return row
  }

  /** Wraps the content key of an own batch for each recipient (11.3). */
  async wrapFor(
    binding: string,
    batch: string,
    sender: string,
    recipients: ReadonlyMap<string, string>,
  ): Promise<Record<string, string>> {
    const keys: Record<string, string> = {}
    for (const [recipient, publicKey] of recipients) {
      const info = wrapInfo(binding, batch, sender, recipient)
      keys[recipient] = await wrapKey(publicKey, info, this.#contentKey(batch))
    }
    return keys
  }

  sealChunk(binding: string, batch: string, sender: string, at: number, rows: Uint8Array) {
    const place = chunkPlace(binding, batch, sender, at)
    return gcmSeal(this.#contentKey(batch), i2osp(at, 12), place, rows)
  }

  /** The content key of somebody else's batch. */
  async unwrap(
    binding: string,
    declaration: Declaration,
    sender: string,
    self: string,
  ): Promise<Uint8Array> {
    const wrapped = declaration.keys[self]
    if (wrapped === undefined) {
      throw new Problem({
        code: 'batch.not-for-us',
        what: 'A batch that this node must read is not sealed to it',
        where: `${declaration.name} of ${sender}`,
      })
    }
    const info = wrapInfo(binding, declaration.name, sender, self)
    return unwrapKey(this.#sealingSecret(), info, wrapped)
  }

  /** What keys the tally of an own bag: whoever can open the batch has it too (9.3). */
  tallyKey(batch: string): Uint8Array {
    return tallyKeyOf(this.#contentKey(batch))
  }

  /** A few bytes that were sealed to this holder's key of the round. */
  openSealed(info: Uint8Array, sealed: string): Promise<Uint8Array> {
    return unwrapKey(this.#sealingSecret(), info, sealed)
  }

  #sealingSecret(): Uint8Array {
    return deriveBytes(this.#key, 'sealing', [], 32)
  }

  #contentKey(batch: string): Uint8Array {
    return kept(this.#contentKeys, batch, () => this.#derive(`content ${batch}`))
  }

  #rowKey(batch: string): KeyObject {
    return kept(this.#rowKeys, batch, () => cipherKey(this.#derive(`rows ${batch}`)))
  }

  #derive(label: string): Uint8Array {
    return deriveBytes(this.#key, label, [], 32)
  }
}

/** From the content key of a bag's batch (9.3). 32 bytes. */
export function tallyKeyOf(contentKey: Uint8Array): Uint8Array {
  return deriveBytes(contentKey, 'samentel tally key v2', [], 32)
}

function kept<T>(map: Map<string, T>, name: string, make: () => T): T {
  const found = map.get(name)
  if (found !== undefined) return found
  const made = make()
  map.set(name, made)
  return made
}

/** A chunk of somebody else's batch, opened. */
export function openChunk(
  contentKey: Uint8Array,
  place: { binding: string; batch: BatchShape; sender: string; at: number },
  sealed: Uint8Array,
): Uint8Array {
  const aad = chunkPlace(place.binding, place.batch.name, place.sender, place.at)
  return gcmOpen(contentKey, i2osp(place.at, 12), aad, sealed)
}
