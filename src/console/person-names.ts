import { toBase64Url, utf8 } from '../base/bytes.ts'
import { digestParts } from '../crypto/digest.ts'
import type { Database } from '../storage/database.ts'
import type { Who } from './who.ts'

/**
 * The name under which somebody of the organisation's own sign-in came first. An issuer's names may
 * change and may be given again (OpenID Connect Core 5.7): who changes theirs must not pass for two
 * persons where two are asked for, nor for a colleague who left.
 */
export async function underOwnName(database: Database, who: Who): Promise<Who> {
  return database.transaction('own-name', async ({ settings }) => {
    const ownKey = `console/person/${short(who.id)}`
    const kept = await settings.get(ownKey)
    if (kept !== null) return { ...who, name: kept }
    const nameKey = `console/name/${short(who.name.toLowerCase())}`
    const isTaken = (await settings.get(nameKey)) !== null
    const name = isTaken ? who.id : who.name
    if (!isTaken) await settings.set(nameKey, who.id)
    await settings.set(ownKey, name)
    return { ...who, name }
  })
}

function short(text: string): string {
  return toBase64Url(digestParts('samentel person v1', utf8(text)))
}
