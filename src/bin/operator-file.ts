import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Problem } from '../base/problem.ts'
import { exists, replaceSecret, writeSecret } from '../settings/init-home.ts'

/** The program's own folder: pages are served out of it. */
const program = join(import.meta.dirname, '..', '..')

/**
 * Judges where a file for the operator is to go, before long work begins. It goes into a folder that is there, into no
 * home folder (those are backed up and mounted), not into the program, and over another file only when that is said.
 *
 * @throws Problem `file.folder`, `file.place`, `file.exists`
 */
export async function checkOperatorFile(
  file: string,
  { home, replace }: { readonly home: string; readonly replace: boolean },
): Promise<void> {
  const folder = await realpath(dirname(resolve(file))).catch(() => undefined)
  if (folder === undefined) throw noFolder(file)
  for (const kept of [await realpath(home), await realpath(program)]) {
    if (isWithin(kept, folder)) throw badPlace(file)
  }
  if (!replace && (await exists(file))) throw fileThere(file)
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

function fileThere(file: string): Problem {
  return new Problem({
    code: 'file.exists',
    what: 'There is such a file already; it is kept',
    where: file,
    remedy: 'Choose another name, or say --replace.',
  })
}
