import type { Dirent } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import { databaseUrl, type Home } from '../settings/home.ts'
import { secretText } from '../settings/init-home.ts'
import { type DumpLine, dumpDatabase, loadDatabase } from '../storage/dump.ts'
import { type Lock, readSealed, writeSealed } from './sealed-file.ts'

/**
 * Round keys are never in a backup, so that destroying one destroys it everywhere
 * (protocol/specification.md 12.3); the database is there row by row.
 */
const LEFT_OUT = ['rounds', 'data']

/** May be links to folders elsewhere, as where secrets are mounted; no other such link is gone into. */
const MOUNTED = ['secrets', 'peers', 'evidence']
const STORAGE_KEY = 'secrets/storage.key'

const value = z.union([z.string(), z.number(), z.null(), z.strictObject({ b: z.string() })])
const lineSchema = z.union([
  z.strictObject({
    backup: z.strictObject({
      version: z.literal(1),
      organisation: z.string(),
      atMs: z.int(),
      software: z.string(),
    }),
  }),
  z.strictObject({ file: z.strictObject({ path: z.string(), content: z.string() }) }),
  z.strictObject({ migrations: z.array(z.string()) }),
  z.strictObject({ row: z.tuple([z.string(), z.record(z.string(), value)]) }),
])
type Line = z.infer<typeof lineSchema>

export interface BackupOf {
  readonly home: Home
  readonly organisation: string
  /** As in the settings. */
  readonly database: string
  /** 32 bytes, from wherever it is kept: the backup holds it as a file. */
  readonly storageKey: Uint8Array
  readonly nowMs: number
}

/** Writes settings, agreement, keys and the whole store to one sealed file; a node may go on serving. */
export async function writeBackup(path: string, lock: Lock, of: BackupOf): Promise<void> {
  await writeSealed(path, lock, linesOf(of)).catch(async (error: unknown) => {
    if (hasCode(error, 'EEXIST')) throw fileThere(path)
    await rm(path, { force: true })
    throw error
  })
}

async function* linesOf(of: BackupOf): AsyncGenerator<string> {
  const { home, organisation, nowMs } = of
  const about = { version: 1, organisation, atMs: nowMs, software: SOFTWARE_VERSION } as const
  yield text({ backup: about })
  const url = databaseUrl(home, of.database)
  for (const path of await filesOf(home)) {
    // Copied as a file it would be of many moments at once.
    if (`sqlite:${join(home.folder, path)}`.startsWith(url)) continue
    // A variable or credential goes before it.
    if (path === STORAGE_KEY) continue
    const content = toBase64Url(new Uint8Array(await readFile(join(home.folder, path))))
    yield text({ file: { path, content } })
  }
  const content = toBase64Url(utf8(secretText(of.storageKey)))
  yield text({ file: { path: STORAGE_KEY, content } })
  for await (const line of dumpDatabase(url)) yield text(line)
}

function text(line: Line | DumpLine): string {
  return `${JSON.stringify(line)}\n`
}

async function filesOf({ folder }: Home): Promise<string[]> {
  const roots = [folder, ...MOUNTED.map((name) => join(folder, name))]
  const paths = new Set<string>()
  for (const entry of (await Promise.all(roots.map(entriesOf))).flat()) {
    const path = join(entry.parentPath, entry.name).slice(join(folder, sep).length)
    if (LEFT_OUT.includes(path.split(sep)[0] ?? '')) continue
    if (await isFile(entry)) paths.add(path.replaceAll('\\', '/'))
  }
  return [...paths].sort()
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }).catch(missing)) ?? []
}

/** Or a link to one. */
async function isFile(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile()
  const target = await stat(join(entry.parentPath, entry.name)).catch(missing)
  return target?.isFile() === true
}

function missing(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null
  throw error
}

export interface RestoreTo {
  readonly folder: string
  /** The settings as they are to be there. */
  readonly settings: (text: string) => string
  /** Address of the database that these settings name. */
  readonly databaseOf: (settings: string) => string
}

export interface Restored {
  readonly organisation: string
  readonly atMs: number
  readonly files: number
}

/**
 * Puts a backup into an empty folder and an empty database. The file is read to its end first: one that
 * is cut off or was changed restores nothing.
 */
export async function restoreBackup(path: string, lock: Lock, to: RestoreTo): Promise<Restored> {
  await refuseFull(to.folder)
  for await (const line of readLines(path, lock)) void line
  const made: string[] = []
  const lines = readLines(path, lock)
  try {
    return await putBack(path, lines, { ...to, made })
  } catch (error) {
    // Half of a node would be taken for a whole one; what others put there is theirs.
    for (const place of made.toReversed()) await rm(place, { recursive: true, force: true })
    throw error
  } finally {
    await lines.return(undefined)
  }
}

interface Into extends RestoreTo {
  /** Files and folders that were not there before, in the order they were made. */
  readonly made: string[]
}

async function putBack(path: string, lines: AsyncGenerator<Line>, to: Into): Promise<Restored> {
  await makeFolder(to, to.folder)
  let about: Extract<Line, { backup: unknown }>['backup'] | null = null
  let settings: string | null = null
  let files = 0
  for (;;) {
    const { value: line, done } = await lines.next()
    if (done === true) throw empty(path)
    if ('backup' in line) about = line.backup
    else if ('file' in line) {
      const { path: place, content } = line.file
      if (place === 'node.yaml') settings = to.settings(decode(content))
      const bytes = place === 'node.yaml' ? utf8(settings ?? '') : fromBase64Url(content)
      await writeInto(to, place, bytes)
      files++
    } else {
      if (about === null || settings === null) throw empty(path)
      await makeFolder(to, join(to.folder, 'data'))
      const url = to.databaseOf(settings)
      to.made.push(...databaseFiles(url, to.folder))
      await loadDatabase(url, startingWith(line, dumpOf(lines)))
      return { organisation: about.organisation, atMs: about.atMs, files }
    }
  }
}

/** Those in the folder, which was empty. */
function databaseFiles(url: string, folder: string): readonly string[] {
  if (!url.startsWith(`sqlite:${join(folder, sep)}`)) return []
  return ['', '-wal', '-shm'].map((end) => `${url.slice('sqlite:'.length)}${end}`)
}

async function* dumpOf(lines: AsyncIterable<Line>): AsyncGenerator<DumpLine> {
  for await (const line of lines) {
    if (!('file' in line) && !('backup' in line)) yield line
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}

async function* readLines(path: string, lock: Lock): AsyncGenerator<Line> {
  for await (const one of readSealed(path, lock)) {
    const parsed = lineSchema.safeParse(JSON.parse(one))
    if (!parsed.success) throw newer(path)
    yield parsed.data
  }
}

/** Whoever has the lock made the file; still it writes nowhere but into the folder. */
async function writeInto(to: Into, path: string, content: Uint8Array): Promise<void> {
  const place = normalize(join(to.folder, path))
  if (!place.startsWith(join(to.folder, sep))) throw newer(path)
  const secret = path.startsWith('secrets/') || path.startsWith('evidence/')
  await makeFolder(to, dirname(place))
  await writeFile(place, content, { flag: 'wx', mode: secret ? 0o600 : 0o644 })
  to.made.push(place)
  if (secret) await chmod(place, 0o600)
}

async function makeFolder({ made }: Into, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first !== undefined) made.push(first)
}

function decode(content: string): string {
  return new TextDecoder().decode(fromBase64Url(content))
}

async function refuseFull(folder: string): Promise<void> {
  let cause: unknown
  try {
    if ((await readdir(folder)).length === 0) return
  } catch (error) {
    // What cannot be read as a folder, as a file of this name, is not an empty one.
    if (hasCode(error, 'ENOENT')) return
    cause = error
  }
  throw new Problem({
    code: 'restore.folder-in-use',
    what: 'There are files already where the backup is to go; they are kept',
    where: folder,
    remedy: 'Name a folder that is empty or not there yet.',
    status: 409,
    cause,
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function fileThere(path: string): Problem {
  return new Problem({
    code: 'file.exists',
    what: 'There is such a file already; it is kept',
    where: path,
    remedy: 'Choose another name.',
  })
}

function newer(path: string): Problem {
  return new Problem({
    code: 'backup.newer',
    what: 'The backup holds something that this version of Samentel does not know',
    where: path,
    remedy: 'Restore it with the version that made it, or a later one.',
  })
}

function empty(path: string): Problem {
  return new Problem({
    code: 'backup.empty',
    what: 'The backup holds no settings or no store',
    where: path,
    remedy: 'Take another backup.',
  })
}
