import type { Command } from 'commander'
import { applyRetention } from '../node/retention.ts'
import { byCommand } from './by-command.ts'
import { openNode } from './wire.ts'

export function addRetention(node: Command): void {
  node
    .command('retention')
    .description('erase what retentionDays in node.yaml says is too old; serve does so each day')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .action(runRetention)
}

async function runRetention({ home }: { readonly home: string }): Promise<void> {
  const { parts, settings } = await openNode(home)
  try {
    const days = settings.retentionDays
    const { lists, emptied } = await applyRetention({ ...parts, by: byCommand() }, days)
    const told = Object.entries(lists).map(([list, records]) => `${list}: ${records} erased`)
    const none =
      days === undefined
        ? 'No retentionDays in node.yaml: records are kept until an import replaces them.'
        : `Nothing is older than ${days} days.`
    const empty = emptied.map((list) => `${list} holds nothing any more: import it before a round.`)
    process.stdout.write(`${[...(told.length === 0 ? [none] : told), ...empty].join('\n')}\n`)
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}
