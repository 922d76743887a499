import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Home, homeAt } from '../../src/settings/home.ts'
import {
  initHome,
  newSecretText,
  replaceSecret,
  writeSecret,
} from '../../src/settings/init-home.ts'
import { looseSecret, looseSecrets } from '../../src/settings/loose-secrets.ts'

let home: Home

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'loose-')), 'node')
  await initHome(home, 'police', 'version: 1\n')
})
afterEach(() => rm(home.folder, { recursive: true, force: true }))

it('finds nothing loose in a home as it was made, with a matching secret or without', async () => {
  expect(await looseSecrets(home)).toEqual([])
  await writeSecret(home.matchingSecret, newSecretText())
  await replaceSecret(home.matchingSecret, newSecretText())
  expect(await looseSecrets(home)).toEqual([])
})

it.each(['604', '640', '620', '602', '644'])(
  'names each file of mode %s and what to do',
  async (mode) => {
    await writeSecret(home.matchingSecret, newSecretText())
    for (const file of [home.identity, home.storageKey, home.matchingSecret]) {
      await chmod(file, Number.parseInt(mode, 8))
      expect(await looseSecrets(home)).toMatchObject([
        { code: 'home.secret-readable', where: file, remedy: `Run: chmod 600 ${file}` },
      ])
      expect(await looseSecret(file)).toMatchObject({ code: 'home.secret-readable', where: file })
      await chmod(file, 0o600)
      expect(await looseSecret(file)).toBeNull()
    }
    expect(await looseSecrets(home)).toEqual([])
  },
)
