import { z } from 'zod'
import { Problem } from '../base/problem.ts'

/** Three numbers, as a program of this protocol states its version. */
export const versionSchema = z.string().regex(/^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/)

/** Refuses a participant whose program is older than agreed, by name (protocol/specification.md 4.4). */
export function checkVersion(
  version: string,
  peer: { readonly who: string; readonly minimum: string },
): void {
  if (!isLower(version, peer.minimum)) return
  throw new Problem({
    code: 'peer.version',
    what: 'A participant runs an older version than the agreement asks for',
    where: `${peer.who} has ${version}, the agreement asks for ${peer.minimum} or later`,
    remedy: 'Install the agreed version there, then open a new round.',
    status: 409,
  })
}

function isLower(version: string, than: string): boolean {
  const [own, other] = [version.split('.').map(Number), than.split('.').map(Number)]
  const at = own.findIndex((part, index) => part !== other[index])
  return at >= 0 && own[at]! < other[at]! // versionSchema: both have three parts
}
