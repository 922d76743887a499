import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import {
  anchorsOf,
  type CheckPerson,
  checkPersons,
  checkRoot,
  checkSeed,
} from '../psi/check-persons.ts'
import type { SettingStore } from '../storage/setting-store.ts'
import type { RoundWork } from '../work/round-work.ts'
import { openForCounter, sealToCounters } from '../work/seal-to-counters.ts'
import type { NodeParts } from './parts.ts'
import type { DeclaredList } from './state.ts'

const SETTING = 'check-root'

/** At import, the one time that the matching secret is read: what check persons are derived from. */
export async function keepCheckRoot(
  settings: SettingStore,
  storageKey: Uint8Array,
  matchingSecret: Uint8Array,
): Promise<void> {
  const sealed = sealAtRest(storageKey, utf8(SETTING), checkRoot(matchingSecret))
  await settings.set(SETTING, toBase64Url(sealed))
}

/** The seed of the check persons of a round; null if it has none. */
export async function roundCheckSeed(
  work: RoundWork,
  { storageKey, database }: NodeParts,
): Promise<Uint8Array | null> {
  const { core, coreDigest } = work.manifest
  if (core.checks === 0) return null
  const sealed = await database.stores.settings.get(SETTING)
  if (sealed === null) throw noRoot(core.round)
  const root = openAtRest(storageKey, utf8(SETTING), fromBase64Url(sealed))
  return checkSeed(root, fromBase64Url(coreDigest))
}

/** 5.8: the counters alone get the seed, and open it when they count. */
export function sealCheckSeed(work: RoundWork, seed: Uint8Array): Promise<Record<string, string>> {
  return sealToCounters(work, 'samentel check seed v2', seed)
}

/** At a counter: the check persons, which all owners must have told alike. */
export async function openCheckPersons(
  work: RoundWork,
  roster: readonly DeclaredList[],
): Promise<CheckPerson[]> {
  const { core } = work.manifest
  if (core.checks === 0) return []
  const bySender = new Map(roster.map(({ sender, checks }) => [sender, checks]))
  const seeds = new Map<string, string>()
  for (const [sender, sealed] of bySender) {
    const from = { sender, sealed }
    const opening = openForCounter(work, 'samentel check seed v2', from)
    const seed = await opening.catch((cause: unknown) => {
      throw unreadable(sender, cause)
    })
    seeds.set(sender, toBase64Url(seed))
  }
  const told = [...seeds.values()]
  const times = (seed: string) => told.filter((one) => one === seed).length
  const [most = ''] = told.toSorted((a, b) => times(b) - times(a))
  const others = [...seeds.keys()].filter((sender) => seeds.get(sender) !== most)
  if (others.length > 0) throw differing(others)
  return checkPersons(work.engine, fromBase64Url(most), { ...core, anchors: anchorsOf(work.slots) })
}

function unreadable(owner: string, cause: unknown): Problem {
  return new Problem({
    code: 'checks.unreadable',
    what: 'An owner told a counter no check persons, or in a way that does not open',
    where: owner,
    remedy: 'The round ends before anything is opened; ask this owner what it runs.',
    status: 409,
    cause,
  })
}

function noRoot(round: string): Problem {
  return new Problem({
    code: 'checks.no-root',
    what: 'This node cannot make the check persons of the round',
    where: `round ${round}`,
    remedy: 'Import the register again, then start a new round.',
  })
}

function differing(owners: readonly string[]): Problem {
  return new Problem({
    code: 'checks.seeds-differ',
    what: 'Owners did not all tell the same check persons; these told others than most',
    where: owners.join(', '),
    remedy: 'Compare the matching secrets of these owners by their digests; start a new round.',
    status: 409,
  })
}
