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
  readonly mtimeMs: number
}

/** A file that was written to this long ago is finished. */
const SETTLED_MS = 10_000

/**
 * Exports that are put into a folder. The newest is offered, of updates each in its turn; a file is offered once it has
 * been left alone, and not again unless it is written again.
 */
export function watchFolder(parts: FolderParts): WatchedSource {
  return {
    everyMs: parts.everyMs,
    update: parts.update,
    next: async (after) => {
      const exports = (await exportsIn(parts)).filter(({ mark }) => after === null || mark > after)
      const found = parts.update ? exports.at(0) : exports.at(-1)
      if (found === undefined || parts.clock.nowMs() - found.mtimeMs < SETTLED_MS) return null
      return offerOf(found, parts)
    },
  }
}

async function offerOf({ path, mark }: Export, parts: FolderParts): Promise<Offer> {
  const map = await parts.readMap()
  return {
    source: fileSource(path, map),
    map,
    mark,
    taken: async () => {
      if (parts.deleteAfter) await unlink(path)
    },
    close: async () => undefined,
  }
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
    const time = String(Math.floor(about.mtimeMs)).padStart(16, '0')
    found.push({ path, mark: `${time} ${about.size} ${name}`, mtimeMs: about.mtimeMs })
  }
  return found.sort((a, b) => (a.mark < b.mark ? -1 : 1))
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
