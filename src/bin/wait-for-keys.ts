import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import { waitingApp } from '../coordinator/waiting-app.ts'
import { EnrolmentDesk } from '../enrolment/desk.ts'
import { enrolmentRoutes } from '../enrolment/routes.ts'
import { ActLog } from '../log/act.ts'
import { type Home, readIdentity } from '../settings/home.ts'
import type { CoordinatorSettings } from '../settings/node-settings.ts'
import { readStorageKey } from '../settings/storage-key.ts'
import type { Database } from '../storage/database.ts'
import { signHello } from '../transport/hello.ts'
import { listen } from './listen.ts'
import { openDatabaseAt, untilStopped } from './wire.ts'

/** Keys may also be put into peers/ by hand. */
const LOOK_AGAIN_MS = 500

export async function deskAt(home: Home, database: Database): Promise<EnrolmentDesk> {
  const identity = await readIdentity(home, COORDINATOR)
  const { key: storageKey } = await readStorageKey(home)
  const acts = new ActLog({ database, organisation: COORDINATOR, clock: systemClock })
  return new EnrolmentDesk({ home, identity, storageKey, database, clock: systemClock, acts })
}

/** Lets organisations enrol, and nothing else; false when it is told to stop before all have. */
export async function waitForKeys(
  home: Home,
  settings: CoordinatorSettings,
  log: Log,
): Promise<boolean> {
  const identity = await readIdentity(home, COORDINATOR)
  const database = await openDatabaseAt(home, settings.database)
  const desk = await deskAt(home, database)
  const hello = (nonce: string) => {
    const said = { nonce, atMs: Date.now(), software: SOFTWARE_VERSION, agreement: null }
    return signHello(identity, said)
  }
  const app = waitingApp({ hello, logFault: (error) => log.error('a request met a fault', error) })
  app.route('/', enrolmentRoutes({ desk, home, clock: systemClock }))
  const listening = await listen(app, settings.listen)
  log.info('waiting for public keys', { port: listening.port })
  const stop = new AbortController()
  const stopped = untilStopped(async () => stop.abort())
  const complete = await Promise.race([
    untilComplete(desk, log, stop.signal),
    stopped.then(() => false),
  ])
  await listening.close()
  await database.close()
  return complete
}

async function untilComplete(desk: EnrolmentDesk, log: Log, stop: AbortSignal): Promise<boolean> {
  let told = ''
  while (!stop.aborted) {
    const missing = await desk.waitsFor()
    if (missing.length === 0) return true
    if (told !== missing.join()) log.info('no public key yet of', { organisations: missing.join() })
    told = missing.join()
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  return false
}
