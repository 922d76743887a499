import type { Telling } from '../../src/coordinator/step.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { DeclaredList } from '../../src/node/state.ts'
import type { NodeBody, NodeType } from '../../src/round/statements.ts'

/** A signed text on paper: who says what. */
export function text(from: string, saying: { readonly type: string; readonly body: unknown }) {
  return JSON.stringify({ from, type: saying.type, body: saying.body })
}

function read<T extends NodeType>(jws: string): { from: string; type: T; body: NodeBody<T> } {
  return JSON.parse(jws)
}

function byFrom<T extends NodeType, V>(
  statements: readonly string[],
  pick: (body: NodeBody<T>) => V,
): Record<string, V> {
  const said = statements.map((jws) => read<T>(jws))
  return Object.fromEntries(said.map(({ from, body }) => [from, pick(body)]))
}

function rosterIn(statements: readonly string[]): DeclaredList[] {
  return statements.flatMap((jws) => {
    const { from, body } = read<'lists.declare'>(jws)
    const { batches, checks, quality } = body
    return batches.map((declaration) => ({ sender: from, declaration, checks, quality, jws }))
  })
}

/** The event that a message is, as if every signature on it were good. */
export function eventOf(telling: Telling): NodeEvent {
  switch (telling.type) {
    case 'keys.committed': {
      const { statements } = telling.body
      return {
        type: telling.type,
        commitments: byFrom<'keys.commit', string>(statements, (body) => body.commitment),
      }
    }
    case 'manifest.complete': {
      const { statements } = telling.body
      const half = statements.length / 2
      const [commits, reveals] = [statements.slice(0, half), statements.slice(half)]
      return {
        type: telling.type,
        commitments: byFrom<'keys.commit', string>(commits, (body) => body.commitment),
        reveals: byFrom<'keys.reveal', NodeBody<'keys.reveal'>>(reveals, (body) => body),
        signedReveals: reveals,
      }
    }
    case 'manifest.signed': {
      const { statements } = telling.body
      const signatures = byFrom<'manifest.sign', NodeBody<'manifest.sign'>>(statements, same)
      return { type: telling.type, signatures }
    }
    case 'roster.proposed':
      return { type: telling.type, lists: rosterIn(telling.body.statements) }
    case 'roster.complete': {
      const { declarations, signatures } = telling.body
      return {
        type: telling.type,
        lists: rosterIn(declarations),
        signatures: byFrom<'roster.sign', string>(signatures, (body) => body.digest),
      }
    }
    case 'stage.check': {
      const { statement, confirmed } = telling.body
      const { from, body } = read<'stage.done'>(statement)
      return {
        type: telling.type,
        shown: { maker: from, done: body, jws: statement },
        confirmed: byFrom<'stage.checked', NodeBody<'stage.checked'>>(confirmed, same),
      }
    }
    case 'questions.due': {
      const { from, body } = read<'cover.counted'>(telling.body.statement)
      return { type: telling.type, from, covered: body.covered }
    }
    case 'release.due': {
      const { openings } = telling.body
      if (openings === undefined) return { type: telling.type }
      const said = byFrom<'questions.opened', NodeBody<'questions.opened'>>(openings, same)
      return { type: telling.type, openings: said }
    }
    case 'round.released': {
      const { from, body } = read<'release.made'>(telling.body.statement)
      // Made by paperRelease, or by a test that is about what is no release.
      const release = body.release as never
      return { type: telling.type, from, release, digest: body.digest }
    }
    default:
      return { type: telling.type, ...telling.body } as NodeEvent // same fields by definition
  }
}

function same<T>(body: T): T {
  return body
}
