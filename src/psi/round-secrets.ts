/*
 * The secrets of one key holder in one round (protocol/specification.md 3.1), all derived from its
 * round key, so that erasing 32 bytes erases them all. Nothing here leaves the holder but the
 * public keys.
 */
import { utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { deriveBytes } from '../crypto/derive.ts'
import type { GroupEngine } from '../group/engine.ts'
import { deriveLabels, SECRET_BYTES, WIDE_BYTES } from './suite.ts'

/** The name of the token key among a holder's keys; every other name is a column's. */
export const TOKEN_KEY_NAME = 'token'

/** One public key of a holder. */
export interface NamedKey {
  /** `token`, or the column: `slot/bsn`, `label`, `presence`. */
  readonly name: string
  /** 32 bytes, an element. */
  readonly element: Uint8Array
}

/** k: 64 bytes of HKDF-SHA-512 under the label for token keys, modulo q. 32 bytes. */
export function tokenKey(engine: GroupEngine, roundKey: Uint8Array): Uint8Array {
  return derive(engine, roundKey, deriveLabels.token, [])
}

/**
 * y^c, the share of the sealing key of column c: 64 bytes of HKDF-SHA-512 under the label for
 * column shares and the column's name, modulo q. 32 bytes.
 */
export function columnShare(engine: GroupEngine, roundKey: Uint8Array, column: string): Uint8Array {
  return derive(engine, roundKey, deriveLabels.column, [utf8(column)])
}

/** The secret behind the key of that name. 32 bytes. */
export function roundSecret(engine: GroupEngine, roundKey: Uint8Array, name: string): Uint8Array {
  return name === TOKEN_KEY_NAME ? tokenKey(engine, roundKey) : columnShare(engine, roundKey, name)
}

/** P = k·G and Y^c = y^c·G for the names asked for, in their order. */
export function publicKeys(
  engine: GroupEngine,
  roundKey: Uint8Array,
  names: readonly string[],
): readonly NamedKey[] {
  return names.map((name) => ({
    name,
    element: engine.multiplyBase(roundSecret(engine, roundKey, name)),
  }))
}

function derive(
  engine: GroupEngine,
  roundKey: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
): Uint8Array {
  if (roundKey.length !== SECRET_BYTES) {
    throw new Problem({ code: 'secret.length', what: `A round key must be ${SECRET_BYTES} bytes` })
  }
  return engine.scalarFromWide(deriveBytes(roundKey, label, context, WIDE_BYTES))
}
