import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Home, homeAt } from '../settings/home.ts'
import { initHome, refuseInitialised } from '../settings/init-home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readCa } from '../settings/read-way.ts'
import { checkYaml } from '../settings/read-yaml.ts'
import { type Asker, askerHere } from './ask.ts'
import { printNewHome } from './home-text.ts'
import { enrolNode } from './node-enrol.ts'
import { samplePath } from './wire.ts'

export interface InitOptions {
  readonly home?: string
  readonly organisation?: string
  readonly coordinator?: string
  readonly allowPlainHttpForDemo?: boolean
  readonly proxy?: string
  readonly ca?: string
  readonly code?: string
  readonly yes?: boolean
}

/** All that is asked for, answered. */
type Answers = InitOptions & Required<Pick<InitOptions, 'home' | 'organisation' | 'coordinator'>>

export function addInit(node: Command): void {
  node
    .command('init')
    .description('make keys and write commented settings; asks what is not told')
    .option('--home <folder>', 'folder with settings, keys and store')
    .option('--organisation <id>', 'id of the organisation in the agreement')
    .option('--coordinator <url>', 'where the coordinator listens')
    .option('--proxy <url>', 'HTTP proxy through which it is reached: http://HOST:PORT')
    .option('--ca <file>', 'certificate of an authority of your own (PEM), for the coordinator')
    .option('--code <code>', 'invitation of the coordinator: enrols at once')
    .option('--yes', 'ask nothing; what is not told is as in the samples')
    .option('--allow-plain-http-for-demo', 'for rehearsals on one machine: take an http:// address')
    .action((options: InitOptions) => init(options, options.yes ? null : askerHere()))
}

/** Where somebody is there to ask, what is missing is asked for; a file or key that is there stays. */
export async function init(options: InitOptions, asker: Asker | null): Promise<void> {
  const answers = complete(asker === null ? options : await askMissing(options, asker))
  const { organisation, code } = answers
  const usable = idSchema.safeParse(organisation).success && organisation !== COORDINATOR
  if (!usable) throw badOrganisation(organisation)
  const home = homeAt(answers.home, 'node')
  const settings = await settingsOf(answers)
  checkYaml(settings, home.settings, nodeSettingsSchema)
  const ca = answers.ca === undefined ? null : await readCa(answers.ca, home.settings)
  const key = await initHome(home, organisation, settings)
  if (ca !== null) await keepCa(home, ca)
  printNewHome(home, organisation, key, code !== undefined)
  if (code !== undefined) await enrolNode({ home: home.folder, code }, asker)
}

/** The sample, explained as it is, with the answers in their places. */
async function settingsOf(answers: Answers): Promise<string> {
  const { organisation, coordinator, proxy } = answers
  const plainHttp = answers.allowPlainHttpForDemo === true
  const sample = await readFile(samplePath('police.yaml'), 'utf8')
  return sample
    .replace(/^# (Settings of the node|An owner).*\n/gm, '')
    .replace(/^organisation: .*$/m, () => `organisation: ${organisation}`)
    .replace(/^coordinator: .*$/m, () => `coordinator: ${coordinator}`)
    .replace(/^allowPlainHttpForDemo: .*$/m, () => `allowPlainHttpForDemo: ${plainHttp}`)
    .replace(/^#proxy: .*$/m, (line) => (proxy === undefined ? line : `proxy: ${proxy}`))
    .replace(/^#ca: .*$/m, (line) => (answers.ca === undefined ? line : `ca: ${CA}`))
}

const CA = 'ca.pem'

/** A copy: the folder is then all that is backed up, mounted or moved. */
async function keepCa(home: Home, text: string): Promise<void> {
  await writeFile(join(home.folder, CA), text)
}

async function askMissing(options: InitOptions, asker: Asker): Promise<InitOptions> {
  const { home, organisation, coordinator } = options
  // Who told all that is needed wants no conversation.
  if (home !== undefined && organisation !== undefined && coordinator !== undefined) return options
  const id = organisation ?? (await asker.text(ORGANISATION))
  const folder =
    home ??
    (await asker.text({
      message: 'Which folder is to hold settings, keys and store? It is made.',
      initial: join(homedir(), 'samentel', id),
      judge: needed,
    }))
  await refuseInitialised(homeAt(folder, 'node'))
  const url = coordinator ?? (await asker.text(ADDRESS))
  const isPlain = url.startsWith('http:')
  const demo =
    options.allowPlainHttpForDemo ??
    (isPlain &&
      (await asker.yes(
        'http:// is not encrypted. Is this a rehearsal on one machine, without real persons?',
      )))
  const proxy = options.proxy ?? (await asker.text(PROXY))
  const ca = options.ca ?? (await asker.text(CERTIFICATE))
  const code = options.code ?? (await asker.secret(CODE))
  return {
    ...{ home: folder, organisation: id, coordinator: url, allowPlainHttpForDemo: demo },
    ...(proxy === '' ? {} : { proxy }),
    ...(ca === '' ? {} : { ca }),
    ...(code === '' ? {} : { code }),
  }
}

const ORGANISATION = {
  message: 'Id of your organisation, as the coordinator writes it in the agreement?',
  hint: 'lower-case letters, digits and hyphens',
  judge: (answer: string) =>
    idSchema.safeParse(answer).success && answer !== COORDINATOR
      ? undefined
      : 'Use lower-case letters, digits and hyphens.',
}

const ADDRESS = {
  message: 'Address of the coordinator?',
  hint: 'https://coordinator.example',
  judge: (answer: string) =>
    /^https?:\/\//.test(answer) && URL.canParse(answer) ? undefined : 'It begins with https://',
}

const PROXY = {
  message: 'Does this machine reach it through an HTTP proxy? Its address, or nothing.',
  hint: 'http://proxy.example:3128',
  judge: (answer: string) =>
    answer === '' || (answer.startsWith('http://') && URL.canParse(answer))
      ? undefined
      : 'It begins with http://, or leave it empty.',
}

const CERTIFICATE = {
  message: 'Is its certificate signed by an authority of your own? The PEM file, or nothing.',
  hint: '/etc/ssl/our-authority.pem',
}

const CODE = { message: 'Invitation code of the coordinator? Or nothing, to enrol later.' }

function needed(answer: string): string | undefined {
  return answer === '' ? 'This is needed.' : undefined
}

function complete(options: InitOptions): Answers {
  const { home, organisation, coordinator } = options
  if (home !== undefined && organisation !== undefined && coordinator !== undefined) {
    return { ...options, home, organisation, coordinator }
  }
  const missing = Object.entries({ home, organisation, coordinator })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `--${name}`)
  throw new Problem({
    code: 'option.missing',
    what: 'Nobody is asked here, so what is needed must be told',
    where: missing.join(', '),
    remedy: 'Give these options, or start the command in a terminal without --yes.',
  })
}

function badOrganisation(id: string): Problem {
  return new Problem({
    code: 'organisation.bad-id',
    what: 'An organisation cannot have this id',
    where: `--organisation ${id}`,
    remedy: 'Use lower-case letters, digits and hyphens, as in agreement.yaml.',
  })
}
