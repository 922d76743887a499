import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { makeWorkspace } from '../../src/bin/start-workspace.ts'
import { termsSchema } from '../../src/round/agreement.ts'

it('agrees on no list shorter than the threshold where the release is to be attacked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  const at = join(folder, 'w')
  try {
    await makeWorkspace({ folder: at, seed: 3, scale: 0.02, port: 4998, gate: true })
    const terms = termsSchema.parse(parse(await readFile(join(at, 'agreement.yaml'), 'utf8')))
    expect(terms.disclosure.gate).toBeUndefined()
    const { threshold } = terms.disclosure
    expect(Math.min(...terms.lists.map(({ size }) => size))).toBe(threshold)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
