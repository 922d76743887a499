import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Envelope, parseBody } from '../messages/envelope.ts'
import { bindingOf, checkBinding } from '../round/binding.ts'
import { type NodeType, nodeBodies } from '../round/statements.ts'
import { type CoordinatorState, isRunning } from './state.ts'
import type { Said } from './step.ts'

/** Judges a node's envelope against the round it names: form, address and binding. */
export function readStatement(envelope: Envelope, jws: string, state: CoordinatorState): Said {
  if (envelope.to !== COORDINATOR) {
    throw new Problem({ code: 'message.other-recipient', what: 'A message is for somebody else' })
  }
  const type = envelope.type
  if (!isNodeType(type)) {
    throw new Problem({ code: 'message.unknown-type', what: 'A message is of an unknown type' })
  }
  if (isRunning(state)) {
    const manifestDigest = 'manifest' in state.progress ? state.progress.manifest.digest : null
    const binding = bindingOf(type, { coreDigest: state.coreDigest, manifestDigest })
    checkBinding(envelope, { type, round: state.core.round, binding })
  }
  const body = parseBody<unknown>(nodeBodies[type], envelope)
  // The schema of a type gives the body of that type.
  return { type, from: envelope.from, statement: { jws, body } } as Said
}

function isNodeType(type: string): type is NodeType {
  return Object.hasOwn(nodeBodies, type)
}
