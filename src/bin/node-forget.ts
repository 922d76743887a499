import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { type Forgotten, forgetRecord, letIn } from '../node/erase-records.ts'
import { byCommand } from './by-command.ts'
import { openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly keepOut?: boolean
  readonly letIn?: boolean
}

export function addForget(node: Command): void {
  node
    .command('forget')
    .description('erase a record, by its id in your register, and all that this node made of it')
    .argument('<record>', 'the record_id; - reads it from standard input, off the command line')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--keep-out', 'and leave it out of later imports: a keyed digest of the id is kept')
    .option('--let-in', 'the other way: later imports may take it in again')
    .action(forget)
}

async function forget(record: string, options: Options): Promise<void> {
  const recordId = (record === '-' ? await text(process.stdin) : record).trim()
  if (recordId === '' || (options.keepOut === true && options.letIn === true)) throw badCall()
  const { parts } = await openNode(options.home)
  try {
    const erasing = { ...parts, by: byCommand() }
    if (options.letIn === true) return tellLetIn(await letIn(recordId, erasing))
    const keepOut = options.keepOut === true
    tellForgotten(await forgetRecord(recordId, { ...erasing, keepOut }), keepOut)
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}

function tellLetIn(was: boolean): void {
  process.stdout.write(
    was ? 'Later imports take the record in again.\n' : 'The record was not kept out.\n',
  )
  if (!was) process.exitCode = 1
}

/** The id is not said again: what is printed may be kept. */
function tellForgotten({ lists, rounds }: Forgotten, keptOut: boolean): void {
  const here =
    lists.length === 0
      ? 'No record with this id is here.'
      : `The record is erased from ${lists.join(', ')}: its match keys, its codes and the digest of its id.`
  const later = keptOut
    ? 'A keyed digest of its id stays, by which later imports leave it out.'
    : 'An import of an export that still holds it brings it back: take it out of the register first, or say --keep-out.'
  const running = rounds.map(
    (round) =>
      `Round ${round} is under way: if its lists were sent before, a row of this record goes with it to its end, and its keys are then destroyed.`,
  )
  const elsewhere =
    'Elsewhere nothing remains that leads to it: rows of past rounds were encrypted under keys that are destroyed, and releases hold counts of many. Backups and exports of your own are yours to mend.'
  process.stdout.write(`${[here, later, ...running, elsewhere].join('\n')}\n`)
  if (lists.length === 0 && !keptOut) process.exitCode = 1
}

function badCall(): Problem {
  return new Problem({
    code: 'forget.options',
    what: 'The record is not named, or is both to be kept out and let in',
    remedy: 'Give one record_id, and at most one of --keep-out and --let-in.',
  })
}
