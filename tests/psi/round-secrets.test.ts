import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import {
  columnShare,
  publicKeys,
  roundSecret,
  TOKEN_KEY_NAME,
  tokenKey,
} from '../../src/psi/round-secrets.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'

const roundKey = new Uint8Array(32).fill(3)

describe.each(engines)('round secrets with the $name engine', (engine) => {
  it('come out alike after a restart, and unlike for every use and round', () => {
    expect(tokenKey(engine, roundKey)).toEqual(tokenKey(engine, roundKey.slice()))
    const secrets = [
      tokenKey(engine, roundKey),
      columnShare(engine, roundKey, 'label'),
      columnShare(engine, roundKey, 'slot/bsn'),
      columnShare(engine, roundKey, ''),
      columnShare(engine, roundKey, TOKEN_KEY_NAME),
      tokenKey(engine, new Uint8Array(32).fill(4)),
    ]
    expect(new Set(secrets.map(toHex)).size).toBe(secrets.length)
  })

  it('are found by the name of the public key', () => {
    expect(roundSecret(engine, roundKey, 'token')).toEqual(tokenKey(engine, roundKey))
    expect(roundSecret(engine, roundKey, 'label')).toEqual(columnShare(engine, roundKey, 'label'))
  })

  it('give public keys in the order asked for', () => {
    const keys = publicKeys(engine, roundKey, ['label', 'token'])
    expect(keys).toEqual([
      { name: 'label', element: engine.multiplyBase(columnShare(engine, roundKey, 'label')) },
      { name: 'token', element: engine.multiplyBase(tokenKey(engine, roundKey)) },
    ])
  })

  it('refuse a round key of another length', () => {
    expect(refusal(() => tokenKey(engine, new Uint8Array(31))).code).toBe('secret.length')
  })
})
