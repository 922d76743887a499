import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Home, homeAt } from '../../src/settings/home.ts'
import { secretText } from '../../src/settings/init-home.ts'
import { readStorageKey } from '../../src/settings/storage-key.ts'

const key = (byte: number) => new Uint8Array(32).fill(byte)
let home: Home
let credentials: string
beforeAll(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'samentel-key-')), 'node')
  credentials = join(home.folder, 'credentials')
  await mkdir(join(home.folder, 'secrets'))
  await mkdir(credentials)
  await writeFile(home.storageKey, secretText(key(1)))
})
afterAll(() => rm(home.folder, { recursive: true }))

it('takes the storage key from its file, before that from a credential, before that from a variable', async () => {
  const environment = { CREDENTIALS_DIRECTORY: credentials }
  expect(await readStorageKey(home, {})).toEqual({ key: key(1), from: 'file' })
  // Other services have credentials too: without this one the file counts.
  expect(await readStorageKey(home, environment)).toEqual({ key: key(1), from: 'file' })
  await writeFile(join(credentials, 'samentel-storage-key'), secretText(key(2)))
  expect(await readStorageKey(home, environment)).toEqual({ key: key(2), from: 'credential' })
  const all = { ...environment, SAMENTEL_STORAGE_KEY: secretText(key(3)) }
  expect(await readStorageKey(home, all)).toEqual({ key: key(3), from: 'variable' })
})

it('refuses a value that is no key, by the name of what holds it and not by its value', async () => {
  const refused = readStorageKey(home, { SAMENTEL_STORAGE_KEY: 'hunter2' })
  await expect(refused).rejects.toMatchObject({
    code: 'secret.unreadable',
    where: 'variable SAMENTEL_STORAGE_KEY',
    message: expect.not.stringContaining('hunter2'),
  })
})
