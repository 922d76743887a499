import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isProblem, Problem } from '../base/problem.ts'
import type { EarlierRelease } from '../disclosure/repeat-table.ts'
import {
  checkRegister,
  type FoundRegister,
  nextEntry,
  type RegisterEntry,
  registerSchema,
  releaseFileName,
} from '../disclosure/table-register.ts'
import {
  encodeTableRelease,
  parseTableRelease,
  type TableRelease,
  tableReleaseDigest,
} from '../release/table-release.ts'
import { readSecretKey } from '../settings/home.ts'
import { newSecretText, writeSecret } from '../settings/init-home.ts'
import { takeLock } from '../storage/lock.ts'

const INDEX = 'register.json'
const KEY = 'register.key'
const LOCK = 'register.lock'

/** A register that only this process reads and writes until it lets go. */
export interface OpenRegister {
  readonly entries: readonly RegisterEntry[]
  readonly earlier: readonly EarlierRelease[]
  readonly key: Uint8Array
  add(release: TableRelease, table: string): Promise<void>
  close(): void
}

/**
 * Opens the folder, or makes it.
 * @throws Problem `register.in-use`, `register.gap`, `register.altered`, `register.unreadable`
 */
export async function openRegister(folder: string): Promise<OpenRegister> {
  const lock = await lockFolder(folder)
  try {
    const key = await registerKey(folder)
    const found = await readRegister(folder)
    const earlier = checkRegister(found)
    const add = (release: TableRelease, table: string) =>
      addRelease(folder, found.entries, { release, table })
    return { entries: found.entries, earlier, key, add, close: () => lock.release() }
  } catch (error) {
    lock.release()
    throw isProblem(error) ? error : unreadable(folder, error)
  }
}

async function lockFolder(folder: string) {
  const lock = await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => takeLock(join(folder, LOCK)))
    .catch((error: unknown) => {
      throw unreadable(folder, error)
    })
  if (lock !== null) return lock
  throw new Problem({
    code: 'register.in-use',
    what: 'Another process releases a table with this register',
    where: folder,
    remedy: 'Wait until it has ended, then try again.',
    status: 409,
  })
}

/** A crash right after leaves a key that nothing was digested with yet. */
async function registerKey(folder: string): Promise<Uint8Array> {
  const file = join(folder, KEY)
  const [hasKey, hasIndex] = [await exists(file), await exists(join(folder, INDEX))]
  if (!hasKey && hasIndex) throw gap(file)
  if (!hasKey) await writeSecret(file, newSecretText())
  return readSecretKey(file)
}

async function readRegister(folder: string): Promise<FoundRegister> {
  const entries = (await exists(join(folder, INDEX))) ? await readIndex(folder) : []
  for (const entry of entries) await finish(folder, entry)
  const names = (await readdir(folder)).filter((name) => /^\d{4,}-.*\.json$/.test(name)).sort()
  const files = new Map<string, EarlierRelease | null>()
  for (const name of names) files.set(name, await readRelease(join(folder, name)))
  return { entries, files }
}

async function readIndex(folder: string): Promise<readonly RegisterEntry[]> {
  const text = await readFile(join(folder, INDEX), 'utf8')
  const parsed = registerSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data.entries
  throw new Problem({
    code: 'register.altered',
    what: 'An entry or release of the register is not what it was',
    where: join(folder, INDEX),
    remedy: 'Put the whole folder back as it was after the last release.',
    status: 409,
  })
}

/** A crash after the index was written leaves the release beside its place. */
async function finish(folder: string, entry: RegisterEntry): Promise<void> {
  const file = join(folder, releaseFileName(entry))
  if (!(await exists(file)) && (await exists(fresh(file)))) await rename(fresh(file), file)
}

async function readRelease(file: string): Promise<EarlierRelease | null> {
  const text = await readFile(file)
  try {
    const release = parseTableRelease(jsonOf(text.toString('utf8')))
    return { release, digest: createHash('sha256').update(text).digest('hex') }
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}

/**
 * The release beside its place first, then the index, then the release in its place: a crash before
 * the index leaves no release, one after it a release that the next start puts in its place. It is shown only
 * after all three.
 */
async function addRelease(
  folder: string,
  entries: readonly RegisterEntry[],
  { release, table }: { readonly release: TableRelease; readonly table: string },
): Promise<void> {
  const digest = tableReleaseDigest(release)
  const entry = nextEntry(entries, { release, digest, table })
  const file = join(folder, releaseFileName(entry))
  await writeFile(fresh(file), encodeTableRelease(release), { mode: 0o600, flush: true })
  const index = { version: 1, entries: [...entries, entry] }
  const indexFile = join(folder, INDEX)
  await writeFile(fresh(indexFile), `${JSON.stringify(index, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  await rename(fresh(indexFile), indexFile)
  await rename(fresh(file), file)
}

function fresh(file: string): string {
  return `${file}.new`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

function gap(where: string): Problem {
  return new Problem({
    code: 'register.gap',
    what: 'The register of releases has a gap, or a release that it does not name',
    where,
    remedy: 'Put the whole folder back as it was after the last release.',
    status: 409,
  })
}

function unreadable(folder: string, cause: unknown): Problem {
  return new Problem({
    code: 'register.unreadable',
    what: 'The folder of the register cannot be read or written',
    where: folder,
    remedy: 'Give a folder of its own that this user may write.',
    cause,
  })
}
