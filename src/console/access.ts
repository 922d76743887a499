import type { Role } from './who.ts'

const everybody: readonly Role[] = ['operator', 'privacy-officer', 'auditor']

/** An operator answers as the second of two persons, or holds back: `keepDecision` sees to it. */
const deciding: readonly Role[] = ['operator', 'privacy-officer']

const officer: readonly Role[] = ['privacy-officer']

/**
 * Every route of the console for who is signed in, and which roles may ask for it. A route that stands
 * not here cannot be registered. An auditor reads, and ends its own session; nothing else.
 */
export const access = {
  'GET /': everybody,
  'POST /sign-out': everybody,
  'GET /log': everybody,
  'GET /accounts': everybody,
  'GET /agreement': everybody,
  'POST /agreement/accept': deciding,
  'POST /agreement/reject': deciding,
  'POST /agreement/revoke': officer,
  'GET /rounds': everybody,
  'POST /rounds/pause': deciding,
  'POST /rounds/resume': deciding,
  'GET /rounds/:round': everybody,
  'GET /rounds/:round/progress': everybody,
  'GET /rounds/:round/leaving': everybody,
  'POST /rounds/:round/accept': deciding,
  'POST /rounds/:round/refuse': deciding,
  'GET /rules': everybody,
  'POST /rules/adopt': deciding,
  'POST /rules/withdraw': deciding,
  'GET /support-report': everybody,
} satisfies Readonly<Record<`${'GET' | 'POST'} /${string}`, readonly Role[]>>

export type AccessRoute = keyof typeof access
type PathOf<Method extends string> = AccessRoute extends infer R
  ? R extends `${Method} ${infer Path}`
    ? Path
    : never
  : never
export type ReadPath = PathOf<'GET'>
export type ActPath = PathOf<'POST'>

/** Whether a role may ask for a page: pages show no link that would be refused. */
export function mayRead(role: Role, path: ReadPath): boolean {
  return access[`GET ${path}` as AccessRoute].includes(role)
}

/** Whether a role may send a form: pages show no button that would be refused. */
export function mayAct(role: Role, path: ActPath): boolean {
  return access[`POST ${path}` as AccessRoute].includes(role)
}
