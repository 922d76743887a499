import type { Command } from 'commander'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { readingCode, readReadingCode } from '../enrolment/reading-code.ts'
import type { Agreement } from '../round/agreement.ts'
import { homeAt, readAgreement } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { markCompared } from '../settings/pin-peers.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { type Asker, askerHere } from './ask.ts'
import { note } from './node-enrol.ts'

interface Options {
  readonly home: string
  readonly with?: string
  readonly code?: string
}

export function addConfirm(node: Command): void {
  node
    .command('confirm')
    .description('say that another organisation read the same code aloud: all hold the same keys')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--with <organisation>', 'who read it to you')
    .option('--code <digits>', 'what they read: six groups of five digits')
    .action((options: Options) => confirm(options, askerHere()))
}

/** The digits that were heard are typed in: a yes would be given without listening. */
export async function confirm(options: Options, asker: Asker | null): Promise<void> {
  const home = homeAt(options.home, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const agreement = await readAgreement(home)
  const own = () => readingCode(agreement.digest)
  if (asker !== null && options.code === undefined) {
    process.stdout.write(`Read this to them, and type what they read to you:\n\n  ${own()}\n\n`)
  }
  const other =
    options.with ?? (await ask(asker, 'Which organisation is on the telephone?', '--with'))
  refuseNobody(agreement, { other, self: settings.organisation })
  const heard = options.code ?? (await ask(asker, 'The digits that they read?', '--code'))
  const typed = readReadingCode(heard)
  if (typed === null) throw notACode()
  const same = typed === own()
  const result = same ? 'done' : 'refused'
  await note(home, settings, { action: 'enrolment.confirm', object: other, result })
  if (!same) throw otherKeys(other)
  await markCompared(home)
  process.stdout.write(`${settings.organisation} and ${other} hold the same agreement and keys.
Next: samentel node check --home ${home.folder}, then read the agreement and answer it.
`)
}

async function ask(asker: Asker | null, message: string, option: string): Promise<string> {
  if (asker !== null) return asker.text({ message })
  throw new Problem({
    code: 'option.missing',
    what: 'Nobody is asked here, so what is needed must be told',
    where: option,
    remedy: 'Give these options, or start the command in a terminal.',
  })
}

/** The coordinator brought the keys; its word for them is no second one. */
function refuseNobody(
  { terms }: Agreement,
  { other, self }: { readonly other: string; readonly self: string },
): void {
  const others = terms.organisations.map(({ id }) => id).filter((id) => id !== self)
  if (others.includes(other)) return
  throw new Problem({
    code: 'peer.not-another',
    what:
      other === COORDINATOR
        ? 'The coordinator brought these keys; only another organisation can say that it got the same'
        : 'This is no other organisation of the agreement',
    where: '--with',
    remedy: `Compare with one of: ${others.join(', ')}.`,
  })
}

function notACode(): Problem {
  return new Problem({
    code: 'peer.code',
    what: 'A code to compare has six groups of five digits',
    where: '--code',
    remedy: 'The others see theirs with: samentel node check.',
  })
}

function otherKeys(other: string): Problem {
  return new Problem({
    code: 'peer.other-code',
    what: `${other} holds another agreement or other keys than this node`,
    remedy:
      'Listen to the digits once more. If they differ, accept nothing: somebody may stand between you. Compare fingerprints one by one with samentel node check.',
    status: 409,
  })
}
