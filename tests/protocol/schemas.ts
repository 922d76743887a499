import { z } from 'zod'
import { signedReleaseSchema } from '../../src/cosigning/signed-release.ts'
import { releaseSchema } from '../../src/release/release.ts'
import { tableReleaseSchema } from '../../src/release/table-release.ts'
import { termsSchema } from '../../src/round/agreement.ts'
import { coreSchema } from '../../src/round/manifest.ts'
import { coordinatorBodies, nodeBodies } from '../../src/round/statements.ts'

/** What stands in protocol/schemas: JSON Schema 2020-12, by file name. */
export function schemas(): Record<string, unknown> {
  const jsonOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' })
  const bodies = (all: Readonly<Record<string, z.ZodType>>) =>
    Object.fromEntries(Object.entries(all).map(([type, schema]) => [type, jsonOf(schema)]))
  return {
    'agreement-terms.json': jsonOf(termsSchema),
    'core.json': jsonOf(coreSchema),
    'release.json': jsonOf(releaseSchema),
    'signed-release.json': jsonOf(signedReleaseSchema),
    'table-release.json': jsonOf(tableReleaseSchema),
    'bodies-from-nodes.json': bodies(nodeBodies),
    'bodies-from-the-coordinator.json': bodies(coordinatorBodies),
  }
}

/** `node tests/protocol/schemas.ts` writes them anew, when the protocol has changed. */
if (import.meta.main) {
  const { writeFileSync } = await import('node:fs')
  for (const [name, schema] of Object.entries(schemas())) {
    const url = new URL(`../../protocol/schemas/${name}`, import.meta.url)
    writeFileSync(url, `${JSON.stringify(schema, null, 2)}\n`)
  }
}
