import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, toBase64Url } from '../../src/base/bytes.ts'
import { unwrapKey } from '../../src/crypto/hpke.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { secretShareInfo } from '../../src/round/secret-share.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import { field } from './fields.ts'
import { readSealing } from './sealing.ts'
import type { VectorFile } from './subjects.ts'

const url = new URL('../../protocol/vectors/sealing.json', import.meta.url)
const { vectors }: VectorFile = JSON.parse(readFileSync(url, 'utf8'))
const of = (name: string) => vectors.filter((vector) => vector.name.split(' ')[0] === name)

describe('the vectors of sealing', () => {
  it('are what a second reading of the specification gives', () => {
    expect(new Set(vectors.map(({ name }) => name.split(' ')[0])).size).toBe(3)
    for (const { name, input, output } of vectors) {
      expect(readSealing(name, input), name).toEqual(output)
    }
  })

  it('give the public key that a round key stands for', async () => {
    for (const { input, output } of of('key')) {
      const vault = new RoundVault(fromHex(field(input, 'roundKey')))
      expect(await vault.sealingKey()).toBe(toBase64Url(fromHex(field(output, 'publicKey'))))
    }
  })

  it('hold a content key that its recipient unwraps', async () => {
    for (const { input, output } of of('wrapped')) {
      const [binding, name] = [field(input, 'binding'), field(input, 'batch')]
      const [sender, recipient] = [field(input, 'sender'), field(input, 'recipient')]
      const keys = { [recipient]: toBase64Url(fromHex(field(output, 'wrapped'))) }
      const declaration = { name, rows: 0, rowBytes: 1, chunks: [], digest: '', keys }
      const vault = new RoundVault(fromHex(field(input, 'roundKey')))
      const opened = await vault.unwrap(binding, declaration, sender, recipient)
      expect(opened).toEqual(fromHex(field(input, 'contentKey')))
    }
  })

  it('hold a matching secret that its recipient opens', async () => {
    for (const { input, output } of of('shared')) {
      const secret = fromHex(field(input, 'secret'))
      const digest = matchingSecretDigest(secret)
      expect(digest).toBe(field(output, 'digest'))
      const [from, to] = [field(input, 'from'), field(input, 'to')]
      const info = secretShareInfo({ agreement: field(input, 'agreement'), from, to, digest })
      const sealed = toBase64Url(fromHex(field(output, 'sealed')))
      const opened = await unwrapKey(fromHex(field(input, 'sharingSeed')), info, sealed)
      expect(opened).toEqual(secret)
    }
  })
})
