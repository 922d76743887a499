import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { resealStore } from '../node/reseal.ts'
import { replaceSecret, secretText, writeSecret } from '../settings/init-home.ts'
import { readStorageKey } from '../settings/storage-key.ts'
import { byCommand } from './by-command.ts'
import { tryLockHome } from './home-lock.ts'
import { checkOperatorFiles } from './operator-file.ts'
import { type OpenNode, openNode, openRing } from './wire.ts'

interface Options {
  readonly home: string
  readonly newKeyFile?: string
}

/** `node storage-key rotate`. */
export function addStorageKey(node: Command): void {
  node
    .command('storage-key')
    .description('the key under which all that a node stores is sealed')
    .command('rotate')
    .description('replace it and seal everything anew; the node may go on serving')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option(
      '--new-key-file <file>',
      'where the new key goes, where it is kept in a variable or credential',
    )
    .action(rotate)
}

async function rotate(options: Options): Promise<void> {
  const node = await openNode(options.home)
  const { parts, home } = node
  try {
    const place = await placeOf(node, options)
    const ring = await openRing(home, parts.database)
    const act = { action: 'storage-key.rotate', object: parts.self, result: 'done' } as const
    await parts.acts.append({ ...act, ...byCommand() })
    await place.put(await ring.rotate())
    await ring.placed()
    process.stdout.write(`The new storage key is in ${place.file}.\n${place.remark}`)
    await resealHere(node)
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}

interface Place {
  readonly file: string
  readonly remark: string
  readonly put: (key: Uint8Array) => Promise<void>
}

async function placeOf({ home }: OpenNode, { newKeyFile, home: folder }: Options): Promise<Place> {
  const { from } = await readStorageKey(home)
  if (from === 'file') {
    const file = home.storageKey
    return { file, remark: '', put: (key) => replaceSecret(file, secretText(key)) }
  }
  if (newKeyFile === undefined) throw noPlace(from)
  await checkOperatorFiles([newKeyFile], { home: folder, replace: false })
  return {
    file: newKeyFile,
    remark: `Put it in the place of the ${from} before the node is started again, and delete this file.\n`,
    put: (key) => writeSecret(newKeyFile, secretText(key)),
  }
}

/** A node that serves does it itself: it must know each key before a row is sealed with it. */
async function resealHere({ parts, home }: OpenNode): Promise<void> {
  const lock = await tryLockHome(home)
  if (lock === null) {
    process.stdout.write('The node that serves seals everything anew now, and goes on meanwhile.\n')
    return
  }
  try {
    await parts.ring?.refresh()
    await resealStore(parts)
    await parts.ring?.done()
    process.stdout.write('Everything is sealed anew; the former key opens nothing any more.\n')
  } finally {
    lock.release()
  }
}

function noPlace(from: string): Problem {
  return new Problem({
    code: 'storage-key.no-place',
    what: `The storage key comes from a ${from}, which this command cannot write`,
    remedy: 'Say with --new-key-file where the new key goes.',
  })
}
