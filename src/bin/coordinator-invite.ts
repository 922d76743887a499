import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { Invitations } from '../enrolment/invitations.ts'
import { ActLog } from '../log/act.ts'
import { homeAt, readPeers, readTerms } from '../settings/home.ts'
import { coordinatorSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { readStorageKey } from '../settings/storage-key.ts'
import { byCommand } from './by-command.ts'
import { numberOption } from './number-option.ts'
import { openDatabaseAt } from './wire.ts'

const DAY_MS = 24 * 3_600_000

interface Options {
  readonly home: string
  readonly days: string
  readonly json?: boolean
}

export function addInvite(coordinator: Command): void {
  coordinator
    .command('invite')
    .description('make a one-time code with which an organisation enrols its node')
    .argument('<organisation>', 'id in agreement.yaml')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--days <number>', 'how long it is valid', '7')
    .option('--json', 'for programs')
    .action(invite)
}

async function invite(organisation: string, options: Options): Promise<void> {
  const days = numberOption('--days', options.days, { from: 1, to: 60, whole: true })
  const home = homeAt(options.home, COORDINATOR)
  const settings = await readYaml(home.settings, coordinatorSettingsSchema)
  const terms = await readTerms(home)
  if (!terms.organisations.some(({ id }) => id === organisation)) throw notInIt(home.agreement)
  if ((await readPeers(home))[organisation] !== undefined) throw pinned(organisation)
  const { key: storageKey } = await readStorageKey(home)
  const database = await openDatabaseAt(home, settings.database)
  try {
    const invitations = new Invitations({ storageKey, clock: systemClock })
    const acts = new ActLog({ database, organisation: COORDINATOR, clock: systemClock })
    const made = await database.transaction('invite', async (stores) => {
      const act = { action: 'enrolment.invite', object: organisation, result: 'done' } as const
      await acts.append({ ...act, ...byCommand() }, stores)
      return invitations.make(stores, organisation, days * DAY_MS)
    })
    const until = new Date(made.untilMs).toISOString()
    const said = { organisation, code: made.code, until }
    process.stdout.write(options.json ? `${JSON.stringify(said)}\n` : inviteText(said))
  } finally {
    await database.close()
  }
}

function inviteText(made: { organisation: string; code: string; until: string }): string {
  return `A code for ${made.organisation}, good for one key and until ${made.until.slice(0, 16).replace('T', ' ')} UTC:

  ${made.code}

It is kept nowhere; a new one takes its place. Whoever has it can stand for ${made.organisation}, so give it by
telephone or by hand. There: samentel node enrol --home FOLDER --code CODE. The node finds this coordinator while
samentel coordinator serve runs.
`
}

function notInIt(agreement: string): Problem {
  return new Problem({
    code: 'agreement.not-in-it',
    what: 'There is no such organisation in the agreement',
    where: agreement,
    remedy: 'Write its id as in organisations of agreement.yaml, or add it there first.',
  })
}

function pinned(organisation: string): Problem {
  return new Problem({
    code: 'enrolment.enrolled',
    what: `There is a public key of ${organisation} already`,
    where: `peers/${organisation}.json`,
    remedy: `Nothing is to be done. To replace a lost key, ask ${organisation} first, then delete that file.`,
    status: 409,
  })
}
