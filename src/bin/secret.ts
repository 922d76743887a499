import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import { listOwners } from '../round/secret-share.ts'
import { homeAt, readSecretKey } from '../settings/home.ts'
import {
  exists,
  newSecretText,
  replaceSecret,
  secretText,
  writeSecret,
} from '../settings/init-home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { openSharer, shareSecret, type TakenSecret, takeSecret } from '../settings/share-secret.ts'
import { note } from './node-enrol.ts'

const HOME = ['--home <folder>', "folder of a list owner's node"] as const

export function addSecret(program: Command): void {
  const secret = program.command('secret').description('the matching secret that list owners share')
  secret
    .command('make')
    .alias('new')
    .description('make one; prints the digest that goes into the agreement; is in no log of acts')
    .argument('<file>', 'for example secrets/matching.key in the folder of a list owner')
    .option(
      '--replace',
      'in the place of the secret there; every owner must then take it and import',
    )
    .action(make)
  secret
    .command('digest')
    .description('print the digest of a matching secret')
    .argument('<file>')
    .action(printDigest)
  secret
    .command('share')
    .description('seal it for other list owners, a file for each; no other can open it')
    .requiredOption(...HOME)
    .option('--to <organisation...>', 'owners to share with')
    .option('--all-owners', 'share with all other list owners of the agreement')
    .option('--out <folder>', 'where the files go; shares/ in the home folder unless told')
    .action(share)
  secret
    .command('take')
    .description('open what another list owner shared, and keep it')
    .argument('<file>')
    .requiredOption(...HOME)
    .option('--replace', 'in the place of another secret; records must then be imported again')
    .action(take)
}

interface Replace {
  readonly replace?: boolean
}

async function make(file: string, { replace }: Replace): Promise<void> {
  await keep(file, newSecretText(), { replace: replace === true })
  await printDigest(file)
}

async function printDigest(file: string): Promise<void> {
  process.stdout.write(`${matchingSecretDigest(await readSecretKey(file))}\n`)
}

interface ShareOptions {
  readonly home: string
  readonly to?: readonly string[]
  readonly allOwners?: boolean
  readonly out?: string
}

async function share(options: ShareOptions): Promise<void> {
  const home = homeAt(options.home, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const { organisation } = settings
  const sharer = await openSharer(home, organisation)
  const others = listOwners(sharer.agreement).filter((id) => id !== organisation)
  const recipients = options.allOwners === true ? others : (options.to ?? [])
  if (recipients.length === 0) throw noRecipient()
  // All are sealed before any is written: a wrong name leaves nothing behind.
  const sealed = await Promise.all(
    recipients.map(async (to) => ({ to, text: await shareSecret(sharer, to) })),
  )
  const folder = options.out ?? join(home.folder, 'shares')
  await mkdir(folder, { recursive: true })
  const acts = sealed.map(({ to }) => ({ action: 'secret.share', object: to }))
  await note(home, settings, ...acts)
  for (const { to, text } of sealed) {
    const file = join(folder, `matching-secret-for-${to}.jws`)
    await writeFile(file, `${text}\n`)
    process.stdout.write(`for ${to}: ${file}\n`)
  }
  process.stdout.write(`digest: ${matchingSecretDigest(sharer.secret)}\n`)
}

async function take(file: string, options: Replace & { readonly home: string }): Promise<void> {
  const home = homeAt(options.home, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const taken = await takeSecret(home, settings.organisation, await readShare(file))
  await keep(home.matchingSecret, secretText(taken.secret), {
    replace: options.replace === true,
    first: () => note(home, settings, { action: 'secret.take', object: taken.from }),
  })
  process.stdout.write(takenText(taken, home.matchingSecret))
}

function takenText({ digest, from, agreed }: TakenSecret, file: string): string {
  const compare = agreed
    ? 'It is the one that the agreement names.'
    : 'The agreement names no secret yet: compare this digest with the others by telephone.'
  return `The matching secret that ${from} shared is in ${file}.\ndigest: ${digest}\n${compare}\n`
}

async function readShare(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'secret.share-missing',
      what: 'The file that shares the matching secret is not there or cannot be read',
      where: file,
      remedy: 'Check the path, and that this user may read it.',
      cause,
    })
  })
}

/** The same secret again changes nothing; another one only goes where that is asked for. */
async function keep(
  file: string,
  text: string,
  { replace, first = async () => {} }: { replace: boolean; first?: () => Promise<void> },
): Promise<void> {
  const isThere = await exists(file)
  if (isThere && (await readFile(file, 'utf8')).trim() === text.trim()) return
  if (isThere && !replace) throw fileThere(file)
  // What cannot be logged is not done (protocol/specification.md 16.1).
  await first()
  await (isThere ? replaceSecret : writeSecret)(file, text)
}

function fileThere(file: string): Problem {
  return new Problem({
    code: 'secret.exists',
    what: 'There is such a file already; it is kept',
    where: file,
    remedy:
      'Choose another name, or say --replace. A new secret means that every owner imports its records again.',
  })
}

function noRecipient(): Problem {
  return new Problem({
    code: 'secret.no-recipient',
    what: 'Nobody is named to share the matching secret with',
    remedy: 'Say --to with the ids of list owners, or --all-owners.',
  })
}
