import { COORDINATOR } from '../base/ids.ts'
import { secureRandom } from '../base/random.ts'
import type { Identity } from '../crypto/identity.ts'
import type { GroupEngine } from '../group/engine.ts'
import { sealEnvelope } from '../messages/envelope.ts'
import { makeReveal } from '../round/keys.ts'
import { type Core, columnNames } from '../round/manifest.ts'
import type { NodeType } from '../round/statements.ts'
import type { RoundKeys } from '../work/round-keys.ts'

export interface OwnSigner {
  readonly engine: GroupEngine
  readonly identity: Identity
  readonly roundKeys: RoundKeys
}

/** The coordinator's keys of a round, with its statements of them (protocol/specification.md 3.2). */
export async function makeOwnKeys(signer: OwnSigner, core: Core, digest: string) {
  const { engine, identity, roundKeys } = signer
  const { round } = core
  // A key without a round is left of an opening that never was, or of a lost store: not used again.
  await roundKeys.destroy(round)
  const vault = await roundKeys.make(round)
  const { reveal, commitment } = makeReveal(
    engine,
    {
      roundKey: vault.exposeRoundKeyForDerivation(),
      coreDigest: digest,
      holder: COORDINATOR,
      columns: columnNames(core),
      evaluates: false,
      sealing: await vault.sealingKey(),
      cover: null,
    },
    secureRandom,
  )
  const own = { binding: digest } as const
  return {
    own: reveal,
    commit: await signOwn(identity, round, { ...own, type: 'keys.commit', body: { commitment } }),
    reveal: await signOwn(identity, round, { ...own, type: 'keys.reveal', body: reveal }),
  }
}

/** A statement of the coordinator as a key holder, addressed to itself, to be handed on. */
export async function signOwn(
  identity: Identity,
  round: string,
  said: { readonly type: NodeType; readonly binding: string; readonly body: unknown },
): Promise<string> {
  const self = { version: 1, round, from: COORDINATOR, to: COORDINATOR } as const
  // Statements that are handed on are not numbered: their type, round and binding say what they are.
  return sealEnvelope(identity, { ...self, ...said, sequence: 1 })
}
