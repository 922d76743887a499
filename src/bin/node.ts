import type { Command } from 'commander'
import { NoticeWatch } from '../health/notice-watch.ts'
import { agreedImport } from '../node/agreed-import.ts'
import { NodeService, type WorkReport } from '../node/service.ts'
import { SourceWatch } from '../node/source-watch.ts'
import { listsOf } from '../round/agreement.ts'
import { refuseUnproven } from '../round/permit.ts'
import { homeAt, readSecretKey } from '../settings/home.ts'
import { addNodeAgreement } from './agreement-commands.ts'
import { lockHome } from './home-lock.ts'
import { checkNodeFolder, unfitFor } from './home-problems.ts'
import { printChecked, printProblems } from './home-text.ts'
import { addImport } from './import.ts'
import type { Listening } from './listen.ts'
import { addAccount } from './node-account.ts'
import { addBackup } from './node-backup.ts'
import { addConfirm } from './node-confirm.ts'
import { addConsent } from './node-consent.ts'
import { addConsole, startConsole } from './node-console.ts'
import { addEnrol } from './node-enrol.ts'
import { addForget } from './node-forget.ts'
import { addHealth } from './node-health.ts'
import { addInit } from './node-init.ts'
import { addMap } from './node-map.ts'
import { addRecords } from './node-records.ts'
import { addRetention } from './node-retention.ts'
import { addStatus } from './node-status.ts'
import { addStorageKey } from './node-storage-key.ts'
import { addTestConnection } from './node-test-connection.ts'
import { addUnit } from './node-unit.ts'
import { addRoundQueries } from './round-commands.ts'
import { watchedSource } from './settings-source.ts'
import { type OpenNode, openNode, untilStopped } from './wire.ts'

const REPORT_EVERY_MS = 500

interface Options {
  readonly home: string
}

export function addNode(program: Command): void {
  const node = program
    .command('node')
    .description("run an organisation's node: list owner, evaluator, or both")
  const home = ['--home <folder>', 'folder with settings, keys and store'] as const
  addInit(node)
  node
    .command('check')
    .description('say all that is wrong with settings, agreement and keys, and how to mend it')
    .requiredOption(...home)
    .action(async (options: Options) => printChecked(await checkNodeFolder(options.home)))
  addEnrol(node)
  addConfirm(node)
  addTestConnection(node)
  addStatus(node)
  addUnit(node)
  addImport(node)
  addMap(node)
  addForget(node)
  addRetention(node)
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
  addConsent(node, round)
  addConsole(node)
  addAccount(node)
  addBackup(node)
  addStorageKey(node)
  addHealth(node)
  addRecords(node)
}

async function serveNode({ home: folder }: Options): Promise<void> {
  const unfit = await unfitFor(await checkNodeFolder(folder))
  if (unfit.length > 0) return printProblems(unfit)
  const lock = await lockHome(homeAt(folder, 'node'))
  const node = await openNode(folder)
  const { parts } = node
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
  const watch = await watchOf(node)
  watch.start()
  const notices = noticesFrom(node)
  notices.start()
  const console = await consoleOf(node, service)
  parts.log.info('serving')
  await untilStopped(async () => {
    await console?.close()
    await notices.stop()
    await watch.stop()
    await service.stop()
    await parts.pool.close()
    await parts.database.close()
    lock.release()
  })
}

/** What ends soon, for who reads the log of the process. */
function noticesFrom({ parts, home, settings }: OpenNode): NoticeWatch {
  const { log } = parts
  return new NoticeWatch(
    { ...parts, home, settings },
    {
      tell: ({ kind, what, days, mark }) => log.info('something ends', { kind, what, days, mark }),
      fail: (error) => log.error('what ends could not be looked up', error),
    },
  )
}

async function watchOf({ home, settings, parts }: OpenNode): Promise<SourceWatch> {
  const { source, roles, retentionDays } = settings
  const owns = listsOf(parts.agreement.terms, parts.self).length > 0
  if (source === undefined || !owns) return new SourceWatch({ node: parts, retentionDays })
  const matchingSecret = await readSecretKey(home.matchingSecret)
  const watched = {
    source: watchedSource(home, source),
    parts: agreedImport(parts, { roles, matchingSecret }),
  }
  return new SourceWatch({ node: parts, retentionDays, watched })
}

/** Where the settings ask for one. */
async function consoleOf(node: OpenNode, { rounds }: NodeService): Promise<Listening | null> {
  if (node.settings.console === undefined) return null
  return startConsole(node, { rounds, tryLock: async () => null })
}
