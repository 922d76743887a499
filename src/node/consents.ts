import { isProblem, type Problem } from '../base/problem.ts'
import { signAnswer } from '../consent/sign-statement.ts'
import type { By } from '../log/act.ts'
import { refuseUnproven } from '../round/permit.ts'
import { scrubRound } from '../work/scrub.ts'
import type { NodeParts } from './parts.ts'
import type { NodeRounds } from './rounds.ts'

export interface Answer {
  readonly type: 'agreement.accept' | 'agreement.reject' | 'agreement.revoke'
  readonly reason?: string
  /** Who says so for this organisation; the node itself unless told. */
  readonly by?: By
}

/** Throws what `answerAgreement` would, and keeps nothing. */
export async function refuseUnfit(
  parts: NodeParts,
  rounds: NodeRounds,
  answer: Omit<Answer, 'by'>,
): Promise<void> {
  const [refused] = await rounds.consents.judge([await signed(parts, answer)])
  if (refused !== undefined) throw refused
}

/** Signs this organisation's answer to its agreement and keeps it; what is refused is thrown. */
export async function answerAgreement(
  parts: NodeParts,
  rounds: NodeRounds,
  answer: Answer,
): Promise<void> {
  const { by = { actor: parts.self, origin: 'node' }, ...said } = answer
  const [refused] = await rounds.takeStatements([await signed(parts, said)], by)
  if (refused !== undefined) throw refused
}

async function signed(
  { identity, agreement, clock, rehearsal }: NodeParts,
  said: Omit<Answer, 'by'>,
): Promise<string> {
  if (said.type === 'agreement.accept') refuseUnproven(agreement, rehearsal)
  return signAnswer(identity, agreement, { ...said, atMs: clock.nowMs() })
}

/**
 * Revokes: running rounds end here at once and their keys are destroyed (protocol/specification.md 4.7).
 * `alone`: no other process of this node works, so that what the keys sealed can be deleted as well;
 * else that process does it when it next looks.
 */
export async function revokeAgreement(
  parts: NodeParts,
  rounds: NodeRounds,
  said: Omit<Answer, 'type'> & { readonly alone: boolean },
): Promise<readonly string[]> {
  const { database, roundKeys } = parts
  const running = (await database.stores.rounds.open()).map(({ id }) => id)
  const { alone, ...rest } = said
  await answerAgreement(parts, rounds, { type: 'agreement.revoke', ...rest })
  for (const round of running) {
    await roundKeys.destroy(round)
    if (alone) await scrubRound(database, roundKeys, round)
  }
  return running
}

/**
 * Takes the statements that the coordinator has and gives it those it lacks, this node's own and others':
 * a coordinator that was put back from a backup learns them again. Gives what either side refused.
 */
export async function exchangeStatements(
  parts: Pick<NodeParts, 'client'>,
  rounds: NodeRounds,
): Promise<readonly Problem[]> {
  const { client } = parts
  const problems: Problem[] = []
  const bring = (texts: readonly string[]) =>
    client.postStatements(texts).catch((error: unknown) => {
      if (!isProblem(error) || error.status >= 500) throw error
      problems.push(error)
    })
  const theirs = await client.statements().catch(async (error: unknown) => {
    if (!isProblem(error) || error.status !== 401) throw error
    // Under a new key this node is not known before its succession is; statements need no other proof.
    await bring(await rounds.consents.texts())
    return client.statements()
  })
  problems.push(...(await rounds.takeStatements(theirs)))
  const lacking = (await rounds.consents.texts()).filter((text) => !theirs.includes(text))
  if (lacking.length > 0) await bring(lacking)
  return problems
}
