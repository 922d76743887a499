import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EvidenceFiles } from '../../src/work/evidence-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* pieces(...all: readonly string[]) {
  yield* all
}

it('keeps evidence where nobody else can read it, the last of a name', async () => {
  const files = new EvidenceFiles(join(folder, 'evidence'))
  await files.keep('spring-mix-1.json', pieces('x'))
  const path = await files.keep('spring-mix-1.json', pieces('{"a":', '1}'))
  expect(path).toBe(join(folder, 'evidence', 'spring-mix-1.json'))
  expect(await readFile(path, 'utf8')).toBe('{"a":1}')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'evidence'))).mode & 0o777).toBe(0o700)
})

it('leaves nothing in place of a whole file when the rows cannot be read', async () => {
  const files = new EvidenceFiles(folder)
  async function* broken() {
    yield '{'
    throw new Error('no rows')
  }
  await expect(files.keep('spring-link.json', broken())).rejects.toThrow('no rows')
  expect(await readdir(folder)).toEqual([])
})
