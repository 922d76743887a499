import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { NodeService, type WorkReport } from '../node/service.ts'
import { refuseUnproven } from '../round/permit.ts'
import { homeAt } from '../settings/home.ts'
import { initHome } from '../settings/init-home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { checkYaml, readYaml } from '../settings/read-yaml.ts'
import { addNodeAgreement } from './agreement-commands.ts'
import { lockHome } from './home-lock.ts'
import { printCheck, printNewHome } from './home-text.ts'
import { addImport } from './import.ts'
import { addRoundQueries } from './round-commands.ts'
import { openNode, samplePath, untilStopped } from './wire.ts'

const REPORT_EVERY_MS = 500

interface Options {
  readonly home: string
}

export function addNode(program: Command): void {
  const node = program
    .command('node')
    .description("run an organisation's node: list owner, evaluator, or both")
  const home = ['--home <folder>', 'folder with settings, keys and store'] as const
  node
    .command('init')
    .description('make keys and write commented settings')
    .requiredOption(...home)
    .requiredOption('--organisation <id>', 'id of the organisation in the agreement')
    .requiredOption('--coordinator <url>', 'where the coordinator listens')
    .option('--allow-plain-http-for-demo', 'for rehearsals on one machine: take an http:// address')
    .action(init)
  node
    .command('check')
    .description('say what is wrong with the settings and how to mend it')
    .requiredOption(...home)
    .action(check)
  addImport(node)
  addNodeAgreement(node)
  node
    .command('serve')
    .description('take part in rounds until told to stop')
    .requiredOption(...home)
    .action(serveNode)
  const round = node.command('round').description('follow a round, read its result')
  addRoundQueries(round, async (folder) => {
    const { parts } = await openNode(folder)
    await parts.database.close()
    return parts.client
  })
}

interface InitOptions extends Options {
  readonly organisation: string
  readonly coordinator: string
  readonly allowPlainHttpForDemo?: boolean
}

async function init(options: InitOptions): Promise<void> {
  const { organisation, coordinator } = options
  const plainHttp = options.allowPlainHttpForDemo === true
  const usable = idSchema.safeParse(organisation).success && organisation !== COORDINATOR
  if (!usable) throw badOrganisation(organisation)
  const home = homeAt(options.home, 'node')
  const sample = await readFile(samplePath('police.yaml'), 'utf8')
  const settings = sample
    .replace(/^# (Settings of the node|An owner).*\n/gm, '')
    .replace(/^organisation: .*$/m, () => `organisation: ${organisation}`)
    .replace(/^coordinator: .*$/m, () => `coordinator: ${coordinator}`)
    .replace(/^allowPlainHttpForDemo: .*$/m, () => `allowPlainHttpForDemo: ${plainHttp}`)
  checkYaml(settings, home.settings, nodeSettingsSchema)
  printNewHome(home, organisation, await initHome(home, organisation, settings))
}

async function check({ home: folder }: Options): Promise<void> {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  await printCheck(home, settings.organisation, settings.rehearsalOnMadeUpPersons)
}

async function serveNode({ home: folder }: Options): Promise<void> {
  const lock = await lockHome(homeAt(folder, 'node'))
  const { parts } = await openNode(folder)
  refuseUnproven(parts.agreement, parts.rehearsal)
  let reportedMs = 0
  const report = ({ round, step, done, total }: WorkReport) => {
    const now = parts.clock.nowMs()
    if (done < total && now - reportedMs < REPORT_EVERY_MS) return
    reportedMs = now
    parts.log.info('progress', { round, step, done, total })
  }
  const service = new NodeService(parts, report)
  service.start()
  parts.log.info('serving')
  await untilStopped(async () => {
    await service.stop()
    await parts.pool.close()
    await parts.database.close()
    lock.release()
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
