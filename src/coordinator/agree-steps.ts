import type { Terms } from '../round/agreement.ts'
import { checkCoverRecord } from '../round/cover-answers.ts'
import { checkReveal } from '../round/keys.ts'
import { checkRecord, type Manifest, makeManifest, type Reveal } from '../round/manifest.ts'
import { checkOwnBatches, type RosterEntry, rosterDigest } from '../round/roster.ts'
import { checkVersion } from '../round/version.ts'
import { askQuestions, handOpenings, judgeCover } from './cover-steps.ts'
import { statementsOf, textsOf, withOwn } from './gather.ts'
import { giveTurn } from './stage-steps.ts'
import { ownersOf, partiesOf, type RunningRound } from './state.ts'
import type { CoordinatorDeps, Outcome, Said } from './step.ts'
import { broken, tell } from './tell.ts'

/** What the coordinator says to whom when everybody who is due has spoken. */
export function afterAll(
  state: RunningRound,
  deps: { readonly own: Reveal; readonly terms: Terms },
): Outcome {
  const { progress } = state
  switch (progress.phase) {
    case 'committing':
      return tell({ ...state, progress: { phase: 'revealing' } }, state.core.evaluators, {
        type: 'keys.committed',
        body: { statements: withOwn(state, 'keys.commit') },
      })
    case 'revealing':
      return completeManifest(state, deps)
    case 'signing':
      return closeSigning(state, progress.manifest)
    case 'declaring':
      return proposeRoster(state, progress.manifest)
    case 'rostering':
      return closeRoster(state, progress.manifest)
    case 'uploading': {
      const checking = { phase: 'checking', manifest: progress.manifest } as const
      return tell({ ...state, progress: checking }, state.core.evaluators, {
        type: 'lists.complete',
        body: {},
      })
    }
    case 'counting':
      return askQuestions(state, progress.manifest, deps.terms)
    case 'answering':
      return handOpenings(state, progress.manifest)
    case 'checking':
      return startMixing(state, progress.manifest)
    default:
      return { state, outbox: [] }
  }
}

/** Judges what can be judged as soon as it is said, so that who breaks the protocol is named. */
export function judge(state: RunningRound, said: Said, deps: CoordinatorDeps): void {
  const { engine, minimumPeerVersion: minimum } = deps
  const { progress, core, coreDigest } = state
  const { from: holder } = said
  if (said.type === 'manifest.sign') {
    checkVersion(said.statement.body.software, { who: holder, minimum })
  }
  if (said.type === 'keys.reveal') {
    const reveal = said.statement.body
    checkVersion(reveal.software, { who: holder, minimum })
    const commitment = statementsOf(state, 'keys.commit')[holder]?.body.commitment ?? ''
    checkReveal(engine, coreDigest, { holder, commitment, reveal })
    checkRecord(reveal.record, core)
    checkCoverRecord(engine, core, reveal.record)
  }
  if (said.type === 'lists.declare' && progress.phase === 'declaring') {
    checkOwnBatches(progress.manifest, holder, said.statement.body.batches)
  }
  judgeCover(state, said, deps)
}

/** 4.3: the manifest is the core and everybody's proven keys. */
function completeManifest(state: RunningRound, deps: { readonly own: Reveal }): Outcome {
  const reveals = Object.values(statementsOf(state, 'keys.reveal')).map(({ body }) => body)
  const records = [...reveals, deps.own].map((reveal) => reveal.record)
  const manifest = makeManifest(state.core, records)
  const next = { ...state, progress: { phase: 'signing', manifest } as const }
  const statements = [...withOwn(state, 'keys.commit'), ...withOwn(state, 'keys.reveal')]
  return tell(next, partiesOf(state.core), { type: 'manifest.complete', body: { statements } })
}

/** 4.4: everybody gets everybody's signature. */
function closeSigning(state: RunningRound, manifest: Manifest): Outcome {
  const parties = partiesOf(state.core)
  const said = statementsOf(state, 'manifest.sign')
  const others = parties.filter((id) => said[id]?.body.digest !== manifest.digest)
  if (others.length > 0)
    throw broken('manifest.two-versions', 'Another manifest was signed', others)
  return tell({ ...state, progress: { phase: 'declaring', manifest } }, parties, {
    type: 'manifest.signed',
    body: { statements: textsOf(state, 'manifest.sign', parties) },
  })
}

function roster(state: RunningRound): RosterEntry[] {
  return Object.entries(statementsOf(state, 'lists.declare')).flatMap(([sender, { body }]) =>
    body.batches.map((declaration) => ({ sender, declaration })),
  )
}

function proposeRoster(state: RunningRound, manifest: Manifest): Outcome {
  return tell({ ...state, progress: { phase: 'rostering', manifest } }, state.core.evaluators, {
    type: 'roster.proposed',
    body: { statements: textsOf(state, 'lists.declare', ownersOf(state.core)) },
  })
}

function closeRoster(state: RunningRound, manifest: Manifest): Outcome {
  const { evaluators } = state.core
  const digest = rosterDigest(roster(state))
  const said = statementsOf(state, 'roster.sign')
  const others = evaluators.filter((id) => said[id]?.body.digest !== digest)
  if (others.length > 0) throw broken('roster.two-versions', 'Another roster was signed', others)
  return tell({ ...state, progress: { phase: 'uploading', manifest } }, ownersOf(state.core), {
    type: 'roster.complete',
    body: {
      declarations: textsOf(state, 'lists.declare', ownersOf(state.core)),
      signatures: textsOf(state, 'roster.sign', evaluators),
    },
  })
}

/** 6.1: all evaluators must have found the same rows with the same labels. */
function startMixing(state: RunningRound, manifest: Manifest): Outcome {
  const { evaluators } = state.core
  const said = statementsOf(state, 'input.checked')
  const digests = new Set(evaluators.map((id) => said[id]?.body.digest))
  if (digests.size > 1) throw broken('input.differs', 'Evaluators found different rows', evaluators)
  return giveTurn(state, manifest, { kind: 'mix', turn: 1 })
}
