import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { coordinatorApp } from '../coordinator/app.ts'
import { CoordinatorService } from '../coordinator/service.ts'
import { refuseUnproven } from '../round/permit.ts'
import { homeAt } from '../settings/home.ts'
import { initHome } from '../settings/init-home.ts'
import { coordinatorSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { addCoordinatorAgreement } from './agreement-commands.ts'
import { lockHome } from './home-lock.ts'
import { printCheck, printNewHome } from './home-text.ts'
import { listen } from './listen.ts'
import { addRoundCommands } from './round-commands.ts'
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
    .description('say what is wrong with the settings and how to mend it')
    .requiredOption(...home)
    .action(check)
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

async function check({ home: folder }: Options): Promise<void> {
  const home = homeAt(folder, 'coordinator')
  const settings = await readYaml(home.settings, coordinatorSettingsSchema)
  await printCheck(home, COORDINATOR, settings.rehearsalOnMadeUpPersons)
}

async function serveCoordinator({ home: folder }: Options): Promise<void> {
  const lock = await lockHome(homeAt(folder, 'coordinator'))
  const { settings, parts } = await openCoordinator(folder)
  refuseUnproven(parts.agreement, parts.rehearsal)
  const service = new CoordinatorService(parts)
  const app = coordinatorApp({
    service,
    database: parts.database,
    clock: systemClock,
    logFault: (error) => parts.log.error('a request met a fault', error),
  })
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
