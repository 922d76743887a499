import { z } from 'zod'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { isProblem, type Problem } from '../base/problem.ts'
import { checkHome } from '../settings/check-home.ts'
import { type Home, homeAt } from '../settings/home.ts'
import { looseSecrets } from '../settings/loose-secrets.ts'
import { coordinatorSettingsSchema, nodeSettingsSchema } from '../settings/node-settings.ts'
import { readWay } from '../settings/read-way.ts'
import { checkYamlFile } from '../settings/read-yaml.ts'
import { supported } from './wire.ts'

export interface Checked {
  readonly home: Home
  /** Null where the settings do not say. */
  readonly self: string | null
  readonly problems: readonly Problem[]
}

/** Everything that is wrong with a node's folder, the settings first. */
export async function checkNodeFolder(folder: string): Promise<Checked> {
  const home = homeAt(folder, 'node')
  const { value: settings, problems } = await checkYamlFile(home.settings, nodeSettingsSchema)
  if (isMissing(problems)) return { home, self: null, problems }
  // Where other keys are wrong, this one may still say whose agreement and keys to look at.
  const named = z.object({ organisation: idSchema })
  const self = (await checkYamlFile(home.settings, named)).value?.organisation ?? null
  const rehearsal = settings?.rehearsalOnMadeUpPersons ?? false
  const found = self === null ? [] : await problemsAt(home, self, rehearsal)
  const way = settings === null ? [] : await problemOf(() => readWay(home, settings))
  return { home, self, problems: [...problems, ...way, ...found] }
}

export async function checkCoordinatorFolder(folder: string): Promise<Checked> {
  const home = homeAt(folder, 'coordinator')
  const { value, problems } = await checkYamlFile(home.settings, coordinatorSettingsSchema)
  if (isMissing(problems)) return { home, self: null, problems }
  const rehearsal = value?.rehearsalOnMadeUpPersons ?? false
  const found = await problemsAt(home, COORDINATOR, rehearsal)
  return { home, self: COORDINATOR, problems: [...problems, ...found] }
}

/**
 * What keeps a folder from being served. Where secrets are mounted, their modes may not be this user's to
 * choose: those are logged at the start, and only check calls them wrong.
 */
export async function unfitFor({ home, problems }: Checked): Promise<readonly Problem[]> {
  const ours = new Set((await looseSecrets(home, 'own')).map(({ where }) => where))
  return problems.filter(({ code, where }) => code !== 'home.secret-readable' || ours.has(where))
}

/** Without settings all else would be missing too. */
function isMissing(problems: readonly Problem[]): boolean {
  return problems[0]?.code === 'settings.missing'
}

async function problemsAt(home: Home, self: string, rehearsal: boolean): Promise<Problem[]> {
  const can = { ...supported, unproven: rehearsal }
  return [...(await checkHome(home, self, can)), ...(await looseSecrets(home))]
}

async function problemOf(read: () => Promise<unknown>): Promise<Problem[]> {
  try {
    await read()
    return []
  } catch (error) {
    if (isProblem(error)) return [error]
    throw error
  }
}
