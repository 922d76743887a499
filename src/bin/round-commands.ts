import type { Command } from 'commander'
import { parseRelease } from '../release/release.ts'
import type { CoordinatorClient } from '../transport/coordinator-client.ts'
import { formatReleaseText } from '../viewer/text.ts'

type OpenClient = (home: string) => Promise<CoordinatorClient>

/** `round open`, `round status`, `round result`: asked of a running coordinator. */
export function addRoundCommands(round: Command, client: OpenClient): void {
  const home = ['--home <folder>', 'folder with settings and keys'] as const
  round
    .command('open')
    .description('propose a round to everybody')
    .requiredOption(...home)
    .option('--id <id>', 'name of the round; made from the time unless told')
    .option('--lists <ids>', 'list ids with commas; all lists of the agreement unless told')
    .action(async (options: { home: string; id?: string; lists?: string }) => {
      const { id, lists } = options
      const opened = await (await client(options.home)).openRound({
        ...(id === undefined ? {} : { id }),
        ...(lists === undefined ? {} : { lists: lists.split(',').map((list) => list.trim()) }),
      })
      process.stdout.write(`${opened}\n`)
    })
  addRoundQueries(round, client)
}

/** What a node may ask as well. */
export function addRoundQueries(round: Command, client: OpenClient): void {
  const home = ['--home <folder>', 'folder with settings and keys'] as const
  round
    .command('status')
    .description('where each round stands and whom it waits for')
    .requiredOption(...home)
    .option('--id <id>', 'one round only')
    .action(async (options: { home: string; id?: string }) => {
      const path =
        options.id === undefined ? '/v1/rounds' : `/v1/rounds/${encodeURIComponent(options.id)}`
      printJson(await (await client(options.home)).getJson(path))
    })
  round
    .command('result')
    .description('the release of a round')
    .requiredOption(...home)
    .requiredOption('--id <id>', 'the round')
    .option('--json', 'the release itself')
    .option('--english', 'in English')
    .action(async (options: { home: string; id: string; json?: boolean; english?: boolean }) => {
      const found = await (await client(options.home)).getJson(
        `/v1/releases/${encodeURIComponent(options.id)}`,
      )
      const release = parseRelease(found)
      if (options.json === true) return printJson(release)
      const language = options.english === true ? 'en' : 'nl'
      process.stdout.write(formatReleaseText(release, undefined, language))
    })
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
