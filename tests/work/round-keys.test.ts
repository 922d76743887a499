import { execFileSync } from 'node:child_process'
import {
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { secureRandom } from '../../src/base/random.ts'
import { sealAtRest, useSealingKeys } from '../../src/crypto/crypter.ts'
import { RoundKeyFiles } from '../../src/work/round-keys.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import { refusalOf } from '../base/refusal-of.ts'

const storageKey = new Uint8Array(32).fill(3)
let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'round-keys-'))
  folder = join(home, 'rounds')
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** As after a restart: a new object over the same folder. */
function reopened(key = storageKey) {
  return new RoundKeyFiles({ folder, storageKey: key, random: secureRandom })
}

function bytesOf(vault: RoundVault | null): Uint8Array {
  if (vault === null) throw new Error('no round key')
  return vault.exposeRoundKeyForDerivation()
}

it('makes a key once, and gives the same one for ever after, also after a restart', async () => {
  expect(await reopened().find('spring')).toBeNull()
  const made = bytesOf(await reopened().make('spring'))
  expect(bytesOf(await reopened().make('spring'))).toEqual(made)
  expect(bytesOf(await reopened().find('spring'))).toEqual(made)
  expect(bytesOf(await reopened().make('autumn'))).not.toEqual(made)
  expect((await readdir(folder)).sort()).toEqual(['autumn.key', 'spring.key'])
})

it('keeps it for its owner alone and unreadable without the storage key', async () => {
  const made = bytesOf(await reopened().make('spring'))
  const file = join(folder, 'spring.key')
  expect((await stat(file)).mode & 0o077).toBe(0)
  expect((await readFile(file)).includes(Buffer.from(made))).toBe(false)
  const problem = await refusalOf(reopened(new Uint8Array(32)).find('spring'))
  expect(problem.code).toBe('seal.broken')
})

it('does not take the key of one round for that of another', async () => {
  await reopened().make('spring')
  await writeFile(join(folder, 'autumn.key'), await readFile(join(folder, 'spring.key')))
  expect((await refusalOf(reopened().find('autumn'))).code).toBe('seal.broken')
})

it('overwrites a key before it removes it', async () => {
  await reopened().make('spring')
  // A second name of the same file shows what was done to its bytes.
  const witness = join(folder, 'witness')
  await link(join(folder, 'spring.key'), witness)
  const before = await readFile(witness)
  await reopened().destroy('spring')
  expect(await readdir(folder)).toEqual(['witness'])
  expect(before.some((byte) => byte !== 0)).toBe(true)
  expect(await readFile(witness)).toEqual(Buffer.alloc(before.length))
  expect(await reopened().find('spring')).toBeNull()
  await reopened().destroy('spring')
})

it('does not bring a key back that is destroyed while it is sealed anew', async () => {
  const key = storageKey.slice()
  const sealed = sealAtRest(key, utf8('round spring'), secureRandom(32))
  useSealingKeys(key, [secureRandom(32)], 0)
  await mkdir(folder)
  const file = join(folder, 'spring.key')
  // A pipe holds the reader until the key is gone.
  execFileSync('mkfifo', [file])
  const done = reopened(key).reseal()
  const pipe = await open(file, 'w')
  await pipe.write(sealed)
  await rm(file)
  await pipe.close()
  await done
  expect(await readdir(folder)).toEqual([])
})

it('goes on from a file that a crash left half written', async () => {
  await reopened().make('autumn')
  await writeFile(join(folder, 'spring.key.new'), new Uint8Array(20).fill(1))
  const made = bytesOf(await reopened().make('spring'))
  expect(bytesOf(await reopened().find('spring'))).toEqual(made)
})

it('derives the same seeds and keys from the same round key, and others for every use', async () => {
  const [vault, same, other] = [
    new RoundVault(new Uint8Array(32).fill(1)),
    new RoundVault(new Uint8Array(32).fill(1)),
    new RoundVault(new Uint8Array(32).fill(2)),
  ]
  expect(same.seed('mix/1', 4)).toEqual(vault.seed('mix/1', 4))
  for (const seed of [vault.seed('mix/1', 5), vault.seed('mix/2', 4), other.seed('mix/1', 4)]) {
    expect(seed).not.toEqual(vault.seed('mix/1', 4))
  }
  expect(await same.sealingKey()).toBe(await vault.sealingKey())
  expect(await other.sealingKey()).not.toBe(await vault.sealingKey())
})

it('opens a row in its own batch and position only, and not when it was altered', () => {
  const vault = new RoundVault(new Uint8Array(32).fill(1))
  const row = utf8('one row')
  const sealed = vault.sealRow('mix/1', 4, row)
  expect(vault.openRow('mix/1', 4, sealed)).toEqual(row)
  const altered = sealed.slice()
  altered[0]! ^= 1 // a sealed row has a tag at least
  expect(() => vault.openRow('mix/1', 5, sealed)).toThrow()
  expect(() => vault.openRow('mix/2', 4, sealed)).toThrow()
  expect(() => vault.openRow('mix/1', 4, altered)).toThrow()
  expect(() => vault.openRow('mix/1', 4, sealed.subarray(0, 4))).toThrow()
})
