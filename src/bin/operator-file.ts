import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Problem } from '../base/problem.ts'
import { exists, replaceSecret, writeSecret } from '../settings/init-home.ts'

/** The program's own folder: pages are served out of it. */
const program = join(import.meta.dirname, '..', '..')

interface Rules {
  readonly home: string
  readonly replace: boolean
}

/**
 * Judges where files for the operator are to go, before long work begins. Each goes into a folder that is there, into no
 * home folder (those are backed up and mounted), not into the program, over another file only when that is said, and
 * never over one another. A home folder that is not there holds no file: who opens it says that it is missing.
 *
 * @throws Problem `file.folder`, `file.place`, `file.exists`, `file.twice`
 */
export async function checkOperatorFiles(files: readonly string[], rules: Rules): Promise<void> {
  const places = new Set<string>()
  for (const file of files) {
    const place = await checkOperatorFile(file, rules)
    if (places.has(place)) throw namedTwice(file)
    places.add(place)
  }
}

/** Gives the place of the file, by whatever way it is named. */
async function checkOperatorFile(file: string, { home, replace }: Rules): Promise<string> {
  const folder = await placeOf(dirname(resolve(file)))
  if (folder === undefined) throw noFolder(file)
  for (const kept of [await placeOf(home), await placeOf(program)]) {
    if (kept !== undefined && isWithin(kept, folder)) throw badPlace(file)
  }
  if (!replace && (await exists(file))) throw fileThere(file)
  return join(folder, basename(file))
}

async function placeOf(folder: string): Promise<string | undefined> {
  return realpath(folder).catch(() => undefined)
}

/** Readable by its owner alone. */
export async function writeOperatorFile(
  file: string,
  text: string,
  replace: boolean,
): Promise<void> {
  await (replace ? replaceSecret(file, text) : writeSecret(file, text))
}

function isWithin(folder: string, place: string): boolean {
  const way = relative(folder, place)
  return !(way.startsWith('..') || isAbsolute(way))
}

function noFolder(file: string): Problem {
  return new Problem({
    code: 'file.folder',
    what: 'The folder that a file is to go into is not there',
    where: file,
    remedy: 'Make the folder first, or choose another.',
  })
}

function badPlace(file: string): Problem {
  return new Problem({
    code: 'file.place',
    what: 'A file for the operator goes neither into a home folder nor into that of the program',
    where: file,
    remedy: 'Choose a folder that only the keeper of the register reads.',
  })
}

function namedTwice(file: string): Problem {
  return new Problem({
    code: 'file.twice',
    what: 'One file is named for two outputs; the second would go over the first',
    where: file,
    remedy: 'Choose a file for each.',
  })
}

function fileThere(file: string): Problem {
  return new Problem({
    code: 'file.exists',
    what: 'There is such a file already; it is kept',
    where: file,
    remedy: 'Choose another name, or say --replace.',
  })
}
