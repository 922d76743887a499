import type { Command } from 'commander'
import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { checkRound, consentByAgreement, rulesInForce } from '../node/consent-to-rounds.ts'
import { adoptRules, decideRound, pauseRounds, withdrawRules } from '../node/decide.ts'
import { isPaused } from '../node/decisions.ts'
import type { NodeParts } from '../node/parts.ts'
import type { NodeState } from '../node/state.ts'
import { makeSupportReport } from '../node/support-report.ts'
import { standingRulesSchema } from '../round/standing-rules.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { withNode } from './agreement-commands.ts'
import { byCommand } from './by-command.ts'
import { roundText } from './round-text.ts'
import { waitsForSecond } from './waits-for-second.ts'

const HOME = ['--home <folder>', 'folder with settings, keys and store'] as const

interface Options {
  readonly home: string
  readonly id: string
  readonly reason?: string
}

/** What an organisation says of rounds: yes, no, not now; and the rules that say yes for it. */
export function addConsent(node: Command, round: Command): void {
  const answer = (name: string, description: string) =>
    round
      .command(name)
      .description(description)
      .requiredOption(...HOME)
      .requiredOption('--id <id>', 'the round')
  answer('accept', 'take part in a round that waits for this organisation').action(accept)
  answer('refuse', 'end a round that waits for this organisation, for everybody')
    .requiredOption('--reason <text>', 'why, for all to read; up to 400 characters')
    .action(refuse)
  const add = (command: Command, name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .requiredOption(...HOME)
  answer('show', 'what others could learn from a round, and every message that leaves').action(show)
  add(round, 'asked', 'rounds that wait for this organisation').action(asked)
  add(node, 'pause', 'refuse every new round until told to resume').action(pause)
  add(node, 'resume', 'take part in new rounds again').action(resume)
  add(node, 'support-report', 'states, versions, codes and times as JSON, for who helps').action(
    report,
  )
  const rules = node.command('rules').description('when rounds are accepted without asking')
  add(rules, 'show', 'the standing rules in force').action(showRules)
  add(rules, 'adopt <file>', 'put the rules of a file in force').action(adopt)
  add(rules, 'withdraw', 'no rule says yes any more').action(withdraw)
}

async function accept({ home, id }: Options): Promise<void> {
  await withNode(home, async ({ parts }, rounds) => {
    const outcome = await decideRound(parts, rounds, {
      round: id,
      choice: 'accept',
      by: byCommand(),
    })
    if (outcome === 'waits') return waitsForSecond(`takes part in round ${id}`)
    process.stdout.write(
      `${parts.self} takes part in round ${id}; a node that serves goes on with it\n`,
    )
  })
}

async function refuse({ home, id, reason }: Options): Promise<void> {
  await withNode(home, async ({ parts }, rounds) => {
    await decideRound(parts, rounds, { round: id, choice: 'refuse', reason, by: byCommand() })
    process.stdout.write(`${parts.self} refuses round ${id}; a node that serves tells everybody\n`)
  })
}

async function asked({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }) => {
    const open = await parts.database.stores.rounds.open()
    const waiting = open.filter(({ phase }) => phase === 'asked')
    if (await isPaused(parts.database.stores)) process.stdout.write('New rounds are paused.\n')
    if (waiting.length === 0) process.stdout.write('No round waits for this organisation.\n')
    for (const { id, state } of waiting) await printAsked(parts, id, state as NodeState) // written by NodeRounds only
  })
}

async function printAsked(parts: NodeParts, id: string, { core }: NodeState): Promise<void> {
  const { stores } = parts.database
  const own = core.lists.filter(({ organisation }) => organisation === parts.self)
  const until = new Date(core.deadlineMs).toISOString().slice(0, 16).replace('T', ' ')
  const inForce = await rulesInForce(stores)
  const checks =
    inForce === null ? [] : await checkRound(stores, parts, { core, rules: inForce.rules })
  const broken = checks.filter(({ holds }) => !holds).map(({ rule }) => rule)
  process.stdout.write(
    [
      `${id}: ${core.lists.length} lists, ${own.length} of them of ${parts.self}; ends by itself at ${until} UTC`,
      ...(broken.length === 0 ? [] : [`  standing rules that do not hold: ${broken.join(', ')}`]),
      '',
    ].join('\n'),
  )
}

async function show({ home, id }: Options): Promise<void> {
  await withNode(home, async ({ parts }, rounds) => {
    const state = isId(id) ? await rounds.stateOf(id) : null
    if (state === null) throw unknownRound(id)
    process.stdout.write(await roundText(parts, state.core))
  })
}

function unknownRound(id: string): Problem {
  return new Problem({
    code: 'round.unknown',
    what: 'This node was never asked to join such a round',
    where: `--id ${id}`,
    remedy: 'samentel node round status lists the rounds that the coordinator has.',
  })
}

async function pause({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }) => {
    await pauseRounds(parts, { choice: 'pause', by: byCommand() })
    process.stdout.write(
      'Every new round is refused until: samentel node resume. Rounds that run go on.\n',
    )
  })
}

async function resume({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }) => {
    const outcome = await pauseRounds(parts, { choice: 'resume', by: byCommand() })
    if (outcome === 'waits') return waitsForSecond('takes part in new rounds again')
    const { rounds } = parts.consent ?? consentByAgreement
    process.stdout.write(`New rounds are taken again (consent.rounds: ${rounds}).\n`)
  })
}

async function report({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }, rounds) => {
    const made = await makeSupportReport({ ...parts, rounds })
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
  })
}

async function showRules({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }) => {
    const inForce = await rulesInForce(parts.database.stores)
    if (inForce === null) return void process.stdout.write('No standing rules are in force.\n')
    const { rules, digest, adoptedMs, by } = inForce
    const at = new Date(adoptedMs).toISOString().slice(0, 16).replace('T', ' ')
    process.stdout.write(
      `${digest}, adopted by ${by} on ${at} UTC\n${JSON.stringify(rules, null, 2)}\n`,
    )
    if ((parts.consent ?? consentByAgreement).rounds === 'by-rules') return
    process.stdout.write('They are not asked: node.yaml has no consent.rounds: by-rules.\n')
  })
}

async function adopt(file: string, { home }: Options): Promise<void> {
  const ifMissing = 'Write one after node-config/rules.yaml.'
  const rules = await readYaml(file, standingRulesSchema, ifMissing)
  await withNode(home, async ({ parts }) => {
    const { digest, outcome } = await adoptRules(parts, { rules, by: byCommand() })
    if (outcome === 'waits') return waitsForSecond(`adopts standing rules ${digest}`)
    process.stdout.write(`Standing rules ${digest} are in force.\n`)
  })
}

async function withdraw({ home }: Options): Promise<void> {
  await withNode(home, async ({ parts }) => {
    await withdrawRules(parts, byCommand())
    process.stdout.write(
      'No standing rules are in force any more; each round waits for a person.\n',
    )
  })
}
