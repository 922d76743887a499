import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { coordinatorApp } from '../coordinator/app.ts'
import { CoordinatorService } from '../coordinator/service.ts'
import { enrolmentRoutes } from '../enrolment/routes.ts'
import { refuseUnproven } from '../round/permit.ts'
import { type Home, homeAt } from '../settings/home.ts'
import { initHome } from '../settings/init-home.ts'
import { coordinatorSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { addCoordinatorAgreement } from './agreement-commands.ts'
import { addInvite } from './coordinator-invite.ts'
import { lockHome } from './home-lock.ts'
import { checkCoordinatorFolder, unfitFor } from './home-problems.ts'
import { printChecked, printNewHome, printProblems } from './home-text.ts'
import { listen } from './listen.ts'
import { makeLog } from './logger.ts'
import { addRoundCommands } from './round-commands.ts'
import { deskAt, waitForKeys } from './wait-for-keys.ts'
import { coordinatorClient, openCoordinator, samplePath, untilStopped } from './wire.ts'

interface Options {
  readonly home: string
}

export function addCoordinator(program: Command): void {
  const coordinator = program.command('coordinator').description('run the coordinator')
  const home = ['--home <folder>', 'folder with settings, keys and store'] as const
  coordinator
    .command('init')
    .description('make keys and write commented settings')
    .requiredOption(...home)
    .action(init)
  coordinator
    .command('check')
    .description('say all that is wrong with settings, agreement and keys, and how to mend it')
    .requiredOption(...home)
    .action(async (options: Options) => printChecked(await checkCoordinatorFolder(options.home)))
  addInvite(coordinator)
  coordinator
    .command('serve')
    .description('answer nodes until told to stop')
    .requiredOption(...home)
    .action(serveCoordinator)
  addCoordinatorAgreement(coordinator)
  const round = coordinator.command('round').description('open a round, follow it, read its result')
  addRoundCommands(round, (folder) => coordinatorClient(folder))
}

async function init({ home: folder }: Options): Promise<void> {
  const home = homeAt(folder, 'coordinator')
  const settings = await readFile(samplePath('coordinator.yaml'), 'utf8')
  printNewHome(home, COORDINATOR, await initHome(home, COORDINATOR, settings))
}

async function serveCoordinator({ home: folder }: Options): Promise<void> {
  const checked = await checkCoordinatorFolder(folder)
  const unfit = await unfitFor(checked)
  // Organisations enrol with a coordinator that serves, so that these are no fault of its own.
  const waits = unfit.length > 0 && unfit.every(({ code }) => code === 'peer.key-missing')
  if (unfit.length > 0 && !waits) return printProblems(unfit)
  const lock = await lockHome(checked.home)
  if (waits && !(await waitForKeysAt(checked.home))) return lock.release()
  const { home, settings, parts } = await openCoordinator(folder)
  refuseUnproven(parts.agreement, parts.rehearsal)
  const service = new CoordinatorService(parts)
  const app = coordinatorApp({
    service,
    database: parts.database,
    clock: systemClock,
    logFault: (error) => parts.log.error('a request met a fault', error),
  })
  const desk = await deskAt(home, parts.database)
  app.route('/', enrolmentRoutes({ desk, home, clock: systemClock }))
  const listening = await listen(app, settings.listen)
  service.start()
  parts.log.info('serving', { port: listening.port })
  await untilStopped(async () => {
    await service.stop()
    await listening.close()
    await parts.pool.close()
    await parts.database.close()
    lock.release()
  })
}

async function waitForKeysAt(home: Home): Promise<boolean> {
  const settings = await readYaml(home.settings, coordinatorSettingsSchema)
  return waitForKeys(home, settings, makeLog(COORDINATOR, settings.logLevel))
}
