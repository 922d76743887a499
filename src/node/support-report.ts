import { SOFTWARE_VERSION } from '../base/version.ts'
import { fingerprint } from '../crypto/identity.ts'
import { listsOf } from '../round/agreement.ts'
import { consentByAgreement, rulesInForce } from './consent-to-rounds.ts'
import { isPaused } from './decisions.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import { readLastHeard } from './last-heard.ts'
import type { NodeParts } from './parts.ts'
import type { NodeRounds } from './rounds.ts'
import { isLive, type NodeState } from './state.ts'

const MOST_ROUNDS = 20

/**
 * What somebody who helps from afar needs to know: versions, states, codes, times and ids of the
 * agreement. It is put together from named fields, never by leaving some out: no secret, no record and
 * no count of them, no reason that a person wrote, no name of a file or of a person.
 */
export async function makeSupportReport(parts: NodeParts & { readonly rounds: NodeRounds }) {
  const { self, agreement, database, clock, rounds } = parts
  const { stores } = database
  const standing = await rounds.consents.standing()
  const latest = await stores.imports.latest()
  const states = (await stores.rounds.list()).map(({ state }) => state as NodeState) // NodeRounds only
  const newest = states.sort((a, b) => b.core.openedMs - a.core.openedMs).slice(0, MOST_ROUNDS)
  const { accepted, rejected, revoked, forked } = standing
  const { organisations, evaluators, recipe, rule, proofs, minimumPeerVersion } = agreement.terms
  return {
    report: 'samentel support report 1',
    madeAt: time(clock.nowMs()),
    organisation: self,
    software: SOFTWARE_VERSION,
    runtime: { node: process.version, platform: process.platform, arch: process.arch },
    memoryMegabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
    database: database.kind,
    agreement: {
      digest: agreement.digest,
      ...{ evaluators, recipe, rule, proofs, minimumPeerVersion },
      organisations: organisations.map(({ id }) => id),
      fingerprints: Object.fromEntries(
        Object.entries(standing.keys).map(([id, key]) => [id, fingerprint(key)]),
      ),
      standing: { accepted, rejected, revoked, forked },
    },
    consent: {
      ...(parts.consent ?? consentByAgreement),
      paused: await isPaused(stores),
      rules: (await rulesInForce(stores))?.digest ?? null,
    },
    coordinator: heardOf(await readLastHeard(stores)),
    records: {
      lastImport: latest === null ? null : time(latest.atMs),
      keyedAsAgreed: (await stores.settings.get(KEYED_WITH)) === keyedWith(agreement.terms),
      neverImported: await neverImported(parts),
    },
    unsentMessages: (await stores.outbox.unsent(1000)).length,
    rounds: await Promise.all(newest.map((state) => roundOf(parts, state))),
  }
}

function heardOf({
  heardMs,
  aheadMs,
  missedMs,
  missed,
}: Awaited<ReturnType<typeof readLastHeard>>) {
  return {
    lastHeard: heardMs === null ? null : time(heardMs),
    clockAheadMs: aheadMs,
    lastMissed: missedMs === null ? null : time(missedMs),
    code: missed,
  }
}

async function neverImported({ agreement, self, database }: NodeParts): Promise<string[]> {
  const lists: string[] = []
  for (const { id } of listsOf(agreement.terms, self)) {
    if ((await database.stores.settings.get(importedMark(id))) === null) lists.push(id)
  }
  return lists
}

async function roundOf({ database }: NodeParts, state: NodeState) {
  const { core, phase } = state
  const { diary } = database.stores
  return {
    id: core.round,
    phase,
    opened: time(core.openedMs),
    deadline: time(core.deadlineMs),
    lists: core.lists.length,
    ...(isLive(state) ? { owner: state.owner.at, evaluator: state.evaluator.at } : {}),
    ...(phase === 'aborted' ? { code: state.code } : {}),
    events: (await diary.events(core.round)).map(({ atMs, kind, detail, party }) => ({
      at: time(atMs),
      ...{ kind, detail, party },
    })),
    // The rows of an opening are persons, and their exact number is for nobody else: so as a share.
    work: (await diary.work(core.round)).map(({ step, done, total, begunMs, updatedMs }) => ({
      step,
      percent: total === 0 ? 100 : Math.floor((100 * done) / total),
      begun: time(begunMs),
      updated: time(updatedMs),
    })),
  }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
