import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { openAtRest, resealAtRest, sealAtRest } from '../crypto/crypter.ts'
import { RoundVault } from './round-vault.ts'

const ROUND_KEY_BYTES = 32

/**
 * Round keys, one file each outside the database and its backups, sealed with the storage key
 * (protocol/specification.md 12.3).
 */
export interface RoundKeys {
  /** Makes the key of a round, or gives the one that is there. */
  make(round: string): Promise<RoundVault>
  /** Null once destroyed, or never made. */
  find(round: string): Promise<RoundVault | null>
  destroy(round: string): Promise<void>
  /** Seals each with the key that the storage key seals with now. */
  reseal(): Promise<void>
}

export class RoundKeyFiles implements RoundKeys {
  readonly #folder: string
  readonly #storageKey: Uint8Array
  readonly #random: Random

  constructor(parts: { folder: string; storageKey: Uint8Array; random: Random }) {
    this.#folder = parts.folder
    this.#storageKey = parts.storageKey
    this.#random = parts.random
  }

  async make(round: string): Promise<RoundVault> {
    const found = await this.find(round)
    if (found !== null) return found
    const key = this.#random(ROUND_KEY_BYTES)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    // Written beside and renamed: a crash leaves no file or a whole one, never half a key.
    const beside = `${this.#file(round)}.new`
    await writeDurably(beside, sealAtRest(this.#storageKey, utf8(`round ${round}`), key))
    await rename(beside, this.#file(round))
    await syncFolder(this.#folder)
    return new RoundVault(key)
  }

  async find(round: string): Promise<RoundVault | null> {
    const sealed = await readFile(this.#file(round)).catch(missingAsNull)
    if (sealed === null) return null
    return new RoundVault(openAtRest(this.#storageKey, utf8(`round ${round}`), sealed))
  }

  async destroy(round: string): Promise<void> {
    // A crash while the key was made can have left it beside its place.
    for (const file of [this.#file(round), `${this.#file(round)}.new`]) {
      const found = await stat(file).catch(missingAsNull)
      if (found === null) continue
      await writeDurably(file, new Uint8Array(found.size))
      await rm(file, { force: true })
    }
  }

  async reseal(): Promise<void> {
    const files = await readdir(this.#folder).catch(missingAsNull)
    for (const name of (files ?? []).filter((file) => file.endsWith('.key'))) {
      const round = name.slice(0, -'.key'.length)
      const sealed = await readFile(this.#file(round)).catch(missingAsNull)
      if (sealed === null) continue // destroyed meanwhile
      const fresh = resealAtRest(this.#storageKey, utf8(`round ${round}`), sealed)
      // Over the same bytes, as long as they were: a copy elsewhere would outlive the round.
      if (fresh !== null) await overwriteDurably(this.#file(round), fresh)
    }
  }

  #file(round: string): string {
    return join(this.#folder, `${round}.key`)
  }
}

/** The name of a file is durable only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  // 'r+' overwrites the same blocks where the file system does so; 'w' makes a new file.
  const handle = await open(file, 'r+').catch(() => open(file, 'w', 0o600))
  await writeAndClose(handle, bytes)
}

/** Does nothing where the file is gone: a key that was destroyed meanwhile must not come back. */
async function overwriteDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'r+').catch(missingAsNull)
  if (handle !== null) await writeAndClose(handle, bytes)
}

async function writeAndClose(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await handle.write(bytes, 0, bytes.length, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function missingAsNull(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

/** 12.2: without its key nobody can go on with a round. */
export function roundKeyGone(round: string): Problem {
  return new Problem({
    code: 'round.key-gone',
    what: 'A key of the round is gone at its holder, so it cannot go on',
    where: `round ${round}`,
    remedy: 'Start a new round. Was the node moved or restored from a backup?',
  })
}
