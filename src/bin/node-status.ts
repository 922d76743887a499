import type { Command } from 'commander'
import { agoText } from '../node/ago-text.ts'
import { type Heard, readLastHeard } from '../node/last-heard.ts'
import { homeAt } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { tryLockHome } from './home-lock.ts'
import { openDatabaseAt } from './wire.ts'

interface Options {
  readonly home: string
  readonly json?: boolean
}

export function addStatus(node: Command): void {
  node
    .command('status')
    .description('whether this node serves, and when the coordinator was last heard')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--json', 'for programs')
    .action(status)
}

async function status({ home: folder, json }: Options): Promise<void> {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const lock = await tryLockHome(home)
  lock?.release()
  const database = await openDatabaseAt(home, settings.database)
  try {
    const heard = await readLastHeard(database.stores)
    const { organisation, coordinator } = settings
    const said = { organisation, coordinator, serves: lock === null, ...heard }
    process.stdout.write(json ? `${JSON.stringify(said)}\n` : statusText(said, Date.now()))
  } finally {
    await database.close()
  }
}

type Said = Heard & { organisation: string; coordinator: string; serves: boolean }

function statusText(said: Said, nowMs: number): string {
  const { heardMs, aheadMs, missed, missedMs } = said
  const heard =
    heardMs === null ? 'never' : `${agoText(nowMs - heardMs)} (${new Date(heardMs).toISOString()})`
  const trouble = missed === null ? 'none' : `${missed}, ${agoText(nowMs - (missedMs ?? nowMs))}`
  return `${said.organisation}: ${said.serves ? 'serves' : 'does not serve now'}
coordinator   ${said.coordinator}
last heard    ${heard}
its clock     ${aheadMs === null ? 'not known' : `${Math.abs(aheadMs / 1000)} seconds ${aheadMs < 0 ? 'behind' : 'ahead of'} this one`}
trouble       ${trouble}
`
}
