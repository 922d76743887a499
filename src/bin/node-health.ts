import type { Command } from 'commander'
import { checkHealth, type Finding, noticesOf } from '../health/health.ts'
import type { Notice } from '../health/notices.ts'
import { openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly json?: boolean
}

/** `node health`, `node notices`. */
export function addHealth(node: Command): void {
  node
    .command('health')
    .description('say how the node is: exit code 0 where all is well, else 1')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--json', 'for programs')
    .action(health)
  node
    .command('notices')
    .description('what ends within 30 days: agreement, certificates, records')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--json', 'for programs')
    .action(notices)
}

async function health({ home, json }: Options): Promise<void> {
  await withParts(home, async (parts) => {
    const found = await checkHealth(parts)
    const lines = [...found.findings.map(findingText), ...found.notices.map(noticeText)]
    process.stdout.write(json === true ? `${JSON.stringify(found)}\n` : lines.join(''))
    if (!found.ok) process.exitCode = 1
  })
}

async function notices({ home, json }: Options): Promise<void> {
  await withParts(home, async (parts) => {
    const due = await noticesOf(parts)
    const text = due.length === 0 ? 'Nothing ends within 30 days.\n' : due.map(noticeText).join('')
    process.stdout.write(json === true ? `${JSON.stringify(due)}\n` : text)
  })
}

async function withParts(
  folder: string,
  work: (parts: Parameters<typeof checkHealth>[0]) => Promise<void>,
): Promise<void> {
  const { parts, home, settings } = await openNode(folder)
  try {
    await work({ ...parts, home, settings })
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}

const subjects: Readonly<Record<Finding['check'], string>> = {
  keys: 'the keys open the store and the running rounds',
  store: 'the store can be read and written',
  log: 'the log of acts can be written',
  disk: 'there is room on the disk',
  coordinator: 'the coordinator was heard within two minutes',
  clock: 'the clock agrees with that of the coordinator',
  agreement: 'the agreement is valid',
}

function findingText({ check, ok, why }: Finding): string {
  return ok ? `ok   ${subjects[check]}\n` : `NOT  ${subjects[check]}: ${why}\n`
}

const ends: Readonly<Record<Notice['kind'], string>> = {
  agreement: 'The agreement ends: make and accept a new one before',
  certificate: 'A certificate of authority ends: put the new one in the file before',
  retention: 'The oldest records of a list are erased then: import anew before',
}

export function noticeText({ kind, what, days, atMs, mark }: Notice): string {
  const date = new Date(atMs).toISOString().slice(0, 10)
  const when = mark === 0 ? 'has ended' : `within ${mark} day${mark === 1 ? '' : 's'}`
  return `${date}  ${when} (${days} whole days left)  ${what}: ${ends[kind]}.\n`
}
