import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { toBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { makePrivateKey, type PublicKey, publicPart } from '../crypto/identity.ts'
import type { Home } from './home.ts'

/**
 * Makes the keys of a new node or coordinator and writes its commented settings. What is there
 * already is kept: keys are never written over.
 */
export async function initHome(home: Home, id: string, settings: string): Promise<PublicKey> {
  await refuseInitialised(home)
  await mkdir(join(home.folder, 'data'), { recursive: true, mode: 0o700 })
  await mkdir(home.peers, { recursive: true })
  const key = await makePrivateKey()
  await writeSecret(home.identity, `${JSON.stringify(key)}\n`)
  if (!(await exists(home.storageKey))) await writeSecret(home.storageKey, newSecretText())
  // It may come to hold the password of a database or proxy.
  if (!(await exists(home.settings))) await writeFile(home.settings, settings, { mode: 0o600 })
  await writeFile(join(home.peers, `${id}.json`), `${JSON.stringify(publicPart(key))}\n`)
  return publicPart(key)
}

/** @throws Problem `home.exists` */
export async function refuseInitialised(home: Home): Promise<void> {
  if (await exists(home.identity)) throw initialised(home)
}

export function newSecretText(): string {
  return secretText(secureRandom(32))
}

/** As `readSecretKey` reads it: base64url on one line. */
export function secretText(secret: Uint8Array): string {
  return `${toBase64Url(secret)}\n`
}

/** Readable by its owner alone, also where the folder was open. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  await chmod(file, 0o600)
}

/** In the place of what is there; never half written. */
export async function replaceSecret(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`
  await writeSecret(fresh, text)
  await rename(fresh, file)
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

function initialised(home: Home): Problem {
  return new Problem({
    code: 'home.exists',
    what: 'There are keys in this folder already; they are kept',
    where: home.identity,
    remedy: 'Choose another --home, or go on with check.',
  })
}
