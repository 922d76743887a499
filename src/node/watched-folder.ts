import type { Stats } from 'node:fs'
import { readdir, stat, unlink } from 'node:fs/promises'
import { join, matchesGlob } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { FieldMap } from '../source/field-map.ts'
import { fileSource } from './record-source.ts'
import type { Offer, WatchedSource } from './source-watch.ts'

export interface FolderParts {
  readonly folder: string
  /** Names of exports; * stands for anything. */
  readonly files: string
  readonly everyMs: number
  readonly update: boolean
  readonly deleteAfter: boolean
  readonly readMap: () => Promise<FieldMap>
  readonly clock: Clock
}

interface Export {
  readonly path: string
  /** Time of the last write, then the name: orders exports as text. */
  readonly mark: string
  /** The same for a file that was only given another name. */
  readonly file: string
  readonly mtimeMs: number
}

/** A file that was written to this long ago is finished. */
const SETTLED_MS = 10_000
/** Clocks of two machines differ by less; a file that is dated later would be the newest for as long. */
const CLOCKS_MS = 600_000

/**
 * Exports that are put into a folder. The newest is offered, of updates each in its turn; a file is offered once it has
 * been left alone, and not again unless it is written again. What the mark of an offer holds is which files are done:
 * by the time of the last alone a file that was put there with its former time would never be taken, and nobody told.
 *
 * next() throws `source.folder`, and where there is nothing else to offer `source.export-future`,
 * `source.export-older`.
 */
export function watchFolder(parts: FolderParts): WatchedSource {
  return {
    everyMs: parts.everyMs,
    update: parts.update,
    next: async (after) => {
      const done = doneBy(after)
      const nowMs = parts.clock.nowMs()
      const all = await exportsIn(parts)
      const [early, exports] = partition(all, ({ mtimeMs }) => mtimeMs - nowMs > CLOCKS_MS)
      const open = exports.filter((one) => !done.has(one))
      const found = parts.update ? open.at(0) : open.at(-1)
      const late = !parts.update && found !== undefined && found.mark < done.latest
      if (found === undefined || late) {
        if (early[0] !== undefined) throw inFuture(early[0].path)
        if (late) throw older(found.path)
        return null
      }
      if (nowMs - found.mtimeMs < SETTLED_MS) return null
      // Where exports are whole, the newest stands for those before it.
      const past = exports.filter(
        (one) => done.has(one) || (!parts.update && one.mark < found.mark),
      )
      return offerOf(found, past, parts)
    },
  }
}

interface Done {
  readonly latest: string
  readonly has: (one: Export) => boolean
}

/** Reads what offerOf wrote; a version before this one wrote the mark of the last file alone. */
function doneBy(after: string | null): Done {
  if (after === null) return { latest: '', has: () => false }
  if (!after.startsWith('[')) return { latest: '', has: ({ mark }) => mark <= after }
  const marks = JSON.parse(after) as readonly string[] // written below only
  const known = new Set(marks)
  const has = ({ mark, file }: Export) => known.has(mark) || known.has(file)
  return { latest: marks[0] ?? '', has }
}

async function offerOf(found: Export, past: readonly Export[], parts: FolderParts): Promise<Offer> {
  const map = await parts.readMap()
  const marks = [found, ...past].flatMap(({ mark, file }) => [mark, file])
  return {
    source: fileSource(found.path, map),
    map,
    mark: JSON.stringify(marks),
    taken: async () => {
      if (parts.deleteAfter) await deleteRead(found)
    },
    close: async () => undefined,
  }
}

/** Another export may have come in its place since it was read: that one is offered next. */
async function deleteRead({ path, file, mtimeMs }: Export): Promise<void> {
  const now = await stat(path).catch(() => undefined)
  if (now === undefined || fileOf(now) !== file || now.mtimeMs !== mtimeMs) return
  await unlink(path)
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

async function exportsIn({ folder, files }: FolderParts): Promise<Export[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw noFolder(folder, cause)
  })
  const found: Export[] = []
  for (const name of names) {
    // What is still written often has such a name.
    if (name.startsWith('.') || name.startsWith('~') || /\.(part|tmp)$/i.test(name)) continue
    if (!matchesGlob(name, files)) continue
    const path = join(folder, name)
    const about = await stat(path).catch(() => undefined)
    if (about?.isFile() !== true) continue
    const mark = `${timeOf(about)} ${about.size} ${name}`
    found.push({ path, mark, file: fileOf(about), mtimeMs: about.mtimeMs })
  }
  return found.sort((a, b) => (a.mark < b.mark ? -1 : 1))
}

type About = Pick<Stats, 'mtimeMs' | 'size' | 'ino'>

function timeOf({ mtimeMs }: About): string {
  return String(Math.floor(mtimeMs)).padStart(16, '0')
}

/** No name of a file has a slash, so no mark is one of these. */
function fileOf(about: About): string {
  return `${timeOf(about)} ${about.size} /${about.ino}`
}

function inFuture(path: string): Problem {
  return new Problem({
    code: 'source.export-future',
    what: 'An export in the folder is dated in the future; it is not taken in',
    where: path,
    remedy: 'Set the clock of the machine that writes it right, and put the export there again.',
  })
}

function older(path: string): Problem {
  return new Problem({
    code: 'source.export-older',
    what: 'An export was put into the folder that is older than the last one of it; it is not taken in',
    where: path,
    remedy: 'Take it out; or, if it is to be taken in, write it again so that it is the newest.',
  })
}

function noFolder(folder: string, cause: unknown): Problem {
  return new Problem({
    code: 'source.folder',
    what: 'The folder of exports is not there or cannot be read',
    where: folder,
    remedy: 'Check source.folder in node.yaml, and that this user may read the folder.',
    cause,
  })
}
