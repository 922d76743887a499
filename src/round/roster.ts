import { Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import { checkDeclaration, type Declaration } from './batch.ts'
import type { Core, Manifest } from './manifest.ts'
import { listBatch, recipientsOf } from './stages.ts'

export interface RosterEntry {
  readonly sender: string
  readonly declaration: Declaration
}

/** What evaluators sign before any list is uploaded (protocol/specification.md 4.5). */
export function rosterDigest(entries: readonly RosterEntry[]): string {
  const lines = entries.map(({ sender, declaration }) => ({
    sender,
    name: declaration.name,
    digest: declaration.digest,
  }))
  const sorted = lines.sort((a, b) => (a.name < b.name ? -1 : 1))
  return digestJson('samentel roster v2', sorted)
}

/** Refuses a roster that is not exactly the manifest's lists, each declared by its owner. */
export function checkRoster(manifest: Manifest, entries: readonly RosterEntry[]): void {
  const owners = new Set(manifest.core.lists.map((list) => list.organisation))
  for (const { sender } of entries) owners.add(sender)
  for (const owner of owners) {
    const own = entries.filter(({ sender }) => sender === owner)
    checkOwnBatches(
      manifest,
      owner,
      own.map(({ declaration }) => declaration),
    )
  }
}

/** Refuses declarations that are not exactly this owner's lists, in their agreed form. */
export function checkOwnBatches(
  manifest: Manifest,
  owner: string,
  batches: readonly Declaration[],
): void {
  const { core } = manifest
  const lists = core.lists.filter((list) => list.organisation === owner)
  if (batches.length !== lists.length) throw wrongRoster(core, `the lists of ${owner}`)
  for (const list of lists) {
    const shape = listBatch(core, list.id)
    const batch = batches.find(({ name }) => name === shape.name)
    if (batch === undefined) throw wrongRoster(core, `list ${list.id}`)
    checkDeclaration(batch, shape, manifest.digest)
    checkRecipients(batch, recipientsOf(core, shape.name, []))
  }
}

function checkRecipients(declaration: Declaration, recipients: readonly string[]): void {
  const sealedTo = Object.keys(declaration.keys).sort().join(' ')
  if (sealedTo === [...recipients].sort().join(' ')) return
  throw new Problem({
    code: 'batch.recipients',
    what: 'A list is sealed to others than the evaluators',
    where: declaration.name,
  })
}

function wrongRoster(core: Core, what: string): Problem {
  return new Problem({
    code: 'roster.wrong',
    what: `The roster is not that of the manifest: ${what}`,
    where: `round ${core.round}`,
  })
}
