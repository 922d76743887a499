import { Problem } from '../base/problem.ts'
import type { CoordinatorType, NodeType } from './statements.ts'

type MessageType = NodeType | CoordinatorType

/** Said before the manifest exists, or, like an abort, at any time: bound to the core. */
const boundToCore: ReadonlySet<MessageType> = new Set<MessageType>([
  'round.proposed',
  'keys.commit',
  'keys.committed',
  'keys.reveal',
  'manifest.complete',
  'manifest.sign',
  'round.abort',
  'round.aborted',
])

/** The digest that a message of this type must name (protocol/specification.md 11.1). */
export function bindingOf(
  type: MessageType,
  round: { readonly coreDigest: string; readonly manifestDigest: string | null },
): string {
  if (boundToCore.has(type)) return round.coreDigest
  if (round.manifestDigest !== null) return round.manifestDigest
  throw new Problem({
    code: 'message.untimely',
    what: `A message ${type} came before the round has a manifest`,
    status: 409,
  })
}

export function checkBinding(
  envelope: { readonly type: string; readonly round: string; readonly binding: string },
  expected: { readonly type: string; readonly round: string; readonly binding: string },
): void {
  for (const key of ['type', 'round', 'binding'] as const) {
    if (envelope[key] === expected[key]) continue
    throw new Problem({
      code: `message.other-${key}`,
      what: `A message is of another ${key} than is due`,
      where: `round ${expected.round}, ${expected.type}`,
      status: 409,
    })
  }
}
