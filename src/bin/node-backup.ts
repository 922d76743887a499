import { resolve } from 'node:path'
import type { Command } from 'commander'
import { restoreBackup, writeBackup } from '../backup/backup.ts'
import { systemClock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { ActLog } from '../log/act.ts'
import { keepDecision } from '../node/decisions.ts'
import { databaseUrl, type Home, homeAt, readIdentity } from '../settings/home.ts'
import { newSecretText, writeSecret } from '../settings/init-home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { checkYaml, readYaml } from '../settings/read-yaml.ts'
import { readStorageKey } from '../settings/storage-key.ts'
import type { Database, Stores } from '../storage/database.ts'
import { StorageRing } from '../work/storage-ring.ts'
import { type LockOptions, readLock } from './backup-lock.ts'
import { byCommand } from './by-command.ts'
import { checkOperatorFiles } from './operator-file.ts'
import { openDatabaseAt } from './wire.ts'

interface BackupOptions extends LockOptions {
  readonly home: string
  readonly newKeyFile?: string
}

interface RestoreOptions extends LockOptions {
  readonly home: string
  readonly database?: string
}

const PASSPHRASE = ['--passphrase-file <file>', 'file with the passphrase on one line'] as const

/** `node backup`, `node restore`. */
export function addBackup(node: Command): void {
  node
    .command('backup')
    .description('write settings, keys and store to one sealed file; the node may go on serving')
    .argument('<file>', 'where to write it, outside the home folder')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option(...PASSPHRASE)
    .option('--key-file <file>', 'file with 32 bytes in base64url')
    .option('--new-key-file <file>', 'make such a file; keep it apart from the backup')
    .action(backup)
  node
    .command('restore')
    .description('put a backup into an empty folder')
    .argument('<file>', 'the backup')
    .requiredOption('--home <folder>', 'a folder that is empty or not there yet')
    .option(...PASSPHRASE)
    .option('--key-file <file>', 'the key file that it was made with')
    .option('--database <url>', 'an empty database, in the place of the one in its settings')
    .action(restore)
}

async function backup(file: string, options: BackupOptions): Promise<void> {
  const { home: folder, newKeyFile } = options
  const outputs = newKeyFile === undefined ? [file] : [file, newKeyFile]
  await checkOperatorFiles(outputs, { home: folder, replace: false })
  const home = homeAt(folder, 'node')
  const { organisation, database: url } = await readYaml(home.settings, nodeSettingsSchema)
  // A backup without them would restore a node that can neither sign nor open its store.
  await readIdentity(home, organisation)
  const database = await openDatabaseAt(home, url)
  try {
    const storageKey = await storageKeyOf(home, database)
    if (newKeyFile !== undefined) await writeSecret(newKeyFile, newSecretText())
    const keyFile = newKeyFile ?? options.keyFile
    const lockOptions = { ...options, ...(keyFile === undefined ? {} : { keyFile }) }
    const lock = await readLock(lockOptions, 'make')
    const acts = new ActLog({ database, organisation, clock: systemClock })
    const act = { action: 'backup.make', object: organisation, result: 'done' } as const
    await acts.append({ ...act, ...byCommand() })
    const nowMs = systemClock.nowMs()
    await writeBackup(file, lock, { home, organisation, database: url, storageKey, nowMs })
  } finally {
    await database.close()
  }
  process.stdout.write(
    `${file} holds all of ${organisation} but the keys of running rounds.\n` +
      'Without its passphrase or key file nobody can open it; keep that in another place.\n',
  )
}

/**
 * As the node has it, from file, variable or credential. Fails with `secret.missing`, and with
 * `secret.other-storage-key` where this user is given another than the node: a restore could open nothing.
 */
async function storageKeyOf(home: Home, database: Database): Promise<Uint8Array> {
  const { key } = await readStorageKey(home)
  await StorageRing.open({ database, readKey: async () => key })
  return key
}

async function restore(file: string, options: RestoreOptions): Promise<void> {
  const { home: folder, database } = options
  const lock = await readLock(options, 'open')
  const home = homeAt(resolve(folder), 'node')
  const settings = (text: string) => settingsFor(text, database)
  const read = (text: string) => checkYaml(text, home.settings, nodeSettingsSchema)
  const databaseOf = (text: string) => databaseUrl(home, read(text).database)
  const { organisation, atMs, files } = await restoreBackup(file, lock, {
    ...{ folder: home.folder, settings, databaseOf },
  })
  await beginLogAnew(folder)
  const at = new Date(atMs).toISOString().slice(0, 16)
  process.stdout.write(
    `${organisation} is as it was on ${at} UTC: ${files} files and the store are in ${folder}.\n` +
      'Never let the former one serve again: two nodes with one key contradict each other.\n' +
      'Rounds that ran then cannot go on here: their keys are in no backup.\n' +
      'New rounds are paused, nobody is signed in, and one-time links are void. What was taken back since\n' +
      'then is there again. Review, before a node serves from here:\n' +
      '  accounts: samentel node account list; take away who may not sign in any more\n' +
      '  standing rules: samentel node rules show\n' +
      '  records forgotten or kept out since then: forget them again (--keep-out), or import anew\n' +
      'Then: samentel node resume.\n',
  )
}

/** A backup names where its store was: the restored one must not be put over it. */
function settingsFor(text: string, database: string | undefined): string {
  if (database !== undefined) {
    return /^database:/m.test(text)
      ? text.replace(/^database:.*$/m, () => `database: ${JSON.stringify(database)}`)
      : `${text}\ndatabase: ${JSON.stringify(database)}\n`
  }
  const { database: before } = checkYaml(text, 'node.yaml', nodeSettingsSchema)
  if (/^sqlite:[^/:]/.test(before)) return text
  throw new Problem({
    code: 'restore.database-elsewhere',
    what: 'The store of this backup was outside its folder, where the former node may still use it',
    remedy: 'Say with --database which empty database it is to go into.',
  })
}

async function beginLogAnew(folder: string): Promise<void> {
  const home = homeAt(folder, 'node')
  const { organisation, database: url } = await readYaml(home.settings, nodeSettingsSchema)
  const database = await openDatabaseAt(home, url)
  try {
    const acts = new ActLog({ database, organisation, clock: systemClock })
    const act = { action: 'backup.restore', object: organisation, result: 'done' } as const
    await database.transaction('begin-log-anew', async (stores) => {
      await acts.beginAnew(stores)
      await acts.append({ ...act, ...byCommand() }, stores)
      await holdBack(stores, acts)
    })
  } finally {
    await database.close()
  }
}

/** A pause, an account taken away or a sign-out since the backup is not in it: a person looks first. */
async function holdBack(stores: Stores, acts: ActLog): Promise<void> {
  const by = byCommand()
  await keepDecision(stores, { subject: 'rounds', object: 'all', choice: 'pause', by }, false)
  await acts.append({ action: 'rounds.pause', object: 'all', result: 'done', ...by }, stores)
  for (const way of ['passkey', 'oidc']) await stores.consoleSessions.dropAll(way)
  for (const { name } of await stores.accounts.list()) await stores.accounts.dropInvitation(name)
}
