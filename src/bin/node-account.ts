import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { INVITATION_HOURS, makeInvitation } from '../console/invitation.ts'
import { isRole, roles } from '../console/who.ts'
import { type Act, ActLog } from '../log/act.ts'
import { consoleOrigin, consoleSettingsSchema } from '../settings/console-settings.ts'
import { homeAt } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import type { Stores } from '../storage/database.ts'
import { byCommand } from './by-command.ts'
import { openDatabaseAt } from './wire.ts'

interface Options {
  readonly home: string
}

const HOUR_MS = 3_600_000

/** Who may sign in to the console with a passkey. */
export function addAccount(node: Command): void {
  const account = node.command('account').description('who may sign in to the console')
  const add = (name: string, description: string) =>
    account
      .command(name)
      .description(description)
      .requiredOption('--home <folder>', 'folder with settings, keys and store')
  add('add', 'make an account; prints a one-time link on which its passkey is made')
    .argument('<name>', 'lower-case letters, digits and hyphens')
    .requiredOption('--role <role>', roles.join(', '))
    .action(addOne)
  add('list', 'every account with its role').action(list)
  add('link', 'print a new one-time link for an account; its passkeys stay')
    .argument('<name>', 'of the account')
    .action(link)
  add('reset', 'take away the passkeys of an account and print a new one-time link')
    .argument('<name>', 'of the account')
    .action(reset)
  add('remove', 'take away an account and its passkeys; who is signed in with it is signed out')
    .argument('<name>', 'of the account')
    .action(remove)
}

async function addOne(name: string, options: Options & { readonly role: string }): Promise<void> {
  const { role } = options
  if (!isId(name)) throw badName(name)
  if (!isRole(role)) throw badRole(role)
  await withAccounts(options, async ({ accounts, act, invite }) => {
    if ((await accounts.get(name)) !== null) throw exists(name)
    await act('account.add', name)
    await accounts.put(name, role)
    return `${name} may sign in as ${role}.\n${await invite(name)}`
  })
}

async function list(options: Options): Promise<void> {
  await withAccounts(options, async ({ accounts }) => {
    const lines = (await accounts.list()).map(({ name, role, passkeys, invitedUntilMs }) => {
      const isInvited = invitedUntilMs !== null && invitedUntilMs > systemClock.nowMs()
      const link = isInvited ? `, link good until ${new Date(invitedUntilMs).toISOString()}` : ''
      return `${name.padEnd(24)} ${role.padEnd(16)} passkeys: ${passkeys}${link}\n`
    })
    return lines.join('') || 'There are no accounts. Make one: samentel node account add NAME.\n'
  })
}

async function link(name: string, options: Options): Promise<void> {
  await withAccounts(options, async ({ accounts, act, invite }) => {
    if ((await accounts.get(name)) === null) throw unknown(name)
    await act('account.link', name)
    return `${name} can make one more passkey.\n${await invite(name)}`
  })
}

async function reset(name: string, options: Options): Promise<void> {
  await withAccounts(options, async ({ accounts, consoleSessions, act, invite }) => {
    if ((await accounts.get(name)) === null) throw unknown(name)
    await act('account.reset', name)
    await accounts.dropPasskeys(name)
    await consoleSessions.dropSubject(`passkey:${name}`)
    return `The passkeys of ${name} are taken away.\n${await invite(name)}`
  })
}

async function remove(name: string, options: Options): Promise<void> {
  await withAccounts(options, async ({ accounts, consoleSessions, act }) => {
    if ((await accounts.get(name)) === null) throw unknown(name)
    await act('account.remove', name)
    await accounts.remove(name)
    await consoleSessions.dropSubject(`passkey:${name}`)
    return `${name} may not sign in any more.\n`
  })
}

interface Work extends Pick<Stores, 'accounts' | 'consoleSessions'> {
  /** Notes it in the log, in the same transaction: what cannot be noted is not done. */
  act(action: Act['action'], name: string): Promise<void>
  /** Makes a one-time link; gives the lines that tell it. */
  invite(name: string): Promise<string>
}

/** Works on the store of a home folder, as a whole or not at all; prints what it gives. */
async function withAccounts(
  { home: folder }: Options,
  work: (on: Work) => Promise<string>,
): Promise<void> {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const database = await openDatabaseAt(home, settings.database)
  const { organisation } = settings
  const acts = new ActLog({ database, organisation, clock: systemClock })
  const origin = consoleOrigin(settings.console ?? consoleSettingsSchema.parse({}))
  try {
    const text = await database.transaction('accounts', (stores) =>
      work({
        ...stores,
        act: (action, name) =>
          acts.append(
            { action, object: `passkey:${name}`, result: 'done', ...byCommand() },
            stores,
          ),
        invite: (name) => invite(stores, name, origin),
      }),
    )
    process.stdout.write(text)
  } finally {
    await database.close()
  }
}

async function invite({ accounts }: Stores, name: string, origin: string): Promise<string> {
  const { link, digest } = makeInvitation(origin)
  await accounts.invite(name, digest, systemClock.nowMs() + INVITATION_HOURS * HOUR_MS)
  return `One-time link, good for ${INVITATION_HOURS} hours; whoever has it is ${name}:\n  ${link}\n`
}

function badName(name: string): Problem {
  return new Problem({
    code: 'account.name',
    what: 'An account cannot have this name',
    where: name,
    remedy: 'Use lower-case letters, digits and hyphens, as j-jansen.',
  })
}

function badRole(role: string): Problem {
  return new Problem({
    code: 'account.role',
    what: 'There is no such role',
    where: `--role ${role}`,
    remedy: `Use one of: ${roles.join(', ')}.`,
  })
}

function exists(name: string): Problem {
  return new Problem({
    code: 'account.exists',
    what: 'There is an account of this name already',
    where: name,
    remedy: 'For a new link use account link or reset; for another role remove it first.',
    status: 409,
  })
}

function unknown(name: string): Problem {
  return new Problem({
    code: 'account.unknown',
    what: 'There is no account of this name',
    where: name,
    remedy: 'See samentel node account list.',
    status: 404,
  })
}
