import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { GroupEngine } from '../group/engine.ts'
import {
  checkCommitment,
  commitKeys,
  type PossessionContext,
  provePossession,
  verifyPossession,
} from '../psi/possession.ts'
import { publicKeys, roundSecret, TOKEN_KEY_NAME } from '../psi/round-secrets.ts'
import type { KeyRecord, Reveal } from './manifest.ts'

export interface OwnKeys {
  readonly reveal: Reveal
  readonly commitment: string
}

/** A holder's keys of one round with their proofs (protocol/specification.md 3.1 to 3.3). */
export function makeReveal(
  engine: GroupEngine,
  own: {
    readonly roundKey: Uint8Array
    readonly coreDigest: string
    readonly holder: string
    readonly columns: readonly string[]
    /** False for the coordinator, which holds no token key. */
    readonly evaluates: boolean
    readonly sealing: string
    /** Commitments to the cover of each bin; null where there is none. */
    readonly cover: readonly string[] | null
  },
  random: Random,
): OwnKeys {
  const names = own.evaluates ? [TOKEN_KEY_NAME, ...own.columns] : own.columns
  const keys = publicKeys(engine, own.roundKey, names)
  const texts = new Map(keys.map(({ name, element }) => [name, toBase64Url(element)]))
  const record: KeyRecord = {
    holder: own.holder,
    token: texts.get(TOKEN_KEY_NAME) ?? null,
    columns: Object.fromEntries(own.columns.map((name) => [name, texts.get(name) ?? ''])),
    sealing: own.sealing,
    cover: own.cover === null ? null : [...own.cover],
  }
  const proofs = names.map((name) => {
    const secret = roundSecret(engine, own.roundKey, name)
    const context = contextOf(own.coreDigest, own.holder, name)
    return [name, toBase64Url(provePossession(engine, secret, context, random))]
  })
  const reveal = { record, proofs: Object.fromEntries(proofs), software: SOFTWARE_VERSION }
  return { reveal, commitment: toBase64Url(commitKeys(recordBytes(record))) }
}

/** Refuses keys that were not committed to, or that their holder does not possess (3.2, 3.3). */
export function checkReveal(
  engine: GroupEngine,
  digest: string,
  said: { readonly holder: string; readonly commitment: string; readonly reveal: Reveal },
): void {
  const { record, proofs } = said.reveal
  if (record.holder !== said.holder) throw otherHolder(said.holder)
  checkCommitment(fromBase64Url(said.commitment), recordBytes(record), said.holder)
  for (const [name, key] of namedKeys(record)) {
    const proof = fromBase64Url(Object.hasOwn(proofs, name) ? (proofs[name] ?? '') : '')
    const context = contextOf(digest, said.holder, name)
    verifyPossession(engine, proof, fromBase64Url(key), context)
  }
}

function recordBytes(record: KeyRecord): Uint8Array {
  return utf8(canonicalJson(record))
}

function namedKeys(record: KeyRecord): [string, string][] {
  const columns = Object.entries(record.columns)
  return record.token === null ? columns : [[TOKEN_KEY_NAME, record.token], ...columns]
}

function contextOf(digest: string, holder: string, keyName: string): PossessionContext {
  return { coreDigest: fromBase64Url(digest), holder, keyName }
}

function otherHolder(holder: string): Problem {
  return new Problem({
    code: 'keys.other-holder',
    what: 'A key holder revealed keys in the name of another',
    where: holder,
    status: 409,
  })
}
