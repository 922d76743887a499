import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Agreement } from '../round/agreement.ts'
import type { Home } from '../settings/home.ts'
import type { NodeSettings } from '../settings/node-settings.ts'
import type { Stores } from '../storage/database.ts'
import type { Ending } from './notices.ts'

const DAY_MS = 86_400_000

/** All that ends by itself at this node, and when. */
export async function endingsOf(at: {
  readonly home: Home
  readonly settings: Pick<NodeSettings, 'ca' | 'retentionDays'>
  readonly agreement: Agreement
  readonly stores: Stores
}): Promise<Ending[]> {
  const { id, validity } = at.agreement.terms
  // Its last day counts (specification 4.1).
  const atMs = Date.parse(validity.until) + DAY_MS
  return [
    { kind: 'agreement', what: id, atMs },
    ...(await certificates(at.home, at.settings.ca)),
    ...(await retention(at.stores, at.settings.retentionDays)),
  ]
}

async function certificates(home: Home, ca: string | undefined): Promise<Ending[]> {
  if (ca === undefined) return []
  const text = await readFile(join(home.folder, ca), 'utf8').catch(() => '')
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return found.map((pem) => ({
    kind: 'certificate',
    what: ca,
    atMs: Date.parse(new X509Certificate(pem).validTo),
  }))
}

/** When the oldest record of a list will be erased. */
async function retention(stores: Stores, days: number | undefined): Promise<Ending[]> {
  if (days === undefined) return []
  const oldest = await stores.records.oldest()
  return [...oldest].map(([what, ms]) => ({ kind: 'retention', what, atMs: ms + days * DAY_MS }))
}
