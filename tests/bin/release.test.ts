import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { fileOf, type SampleSigned, sampleSigned } from '../cosigning/sample-signed.ts'
import { runSamentel } from './run-samentel.ts'

let folder: string
let sample: SampleSigned
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-'))
  sample = await sampleSigned()
  file = join(folder, 'signed.json')
  await writeFile(file, await fileOf(sample))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('says whether a release holds, in words and by the exit code', async () => {
  const { digest } = sample.agreement
  const held = await runSamentel('release', 'verify', file, '--agreement', digest, '--json')
  expect([held.code, held.err]).toEqual([0, ''])
  expect(JSON.parse(held.out)).toMatchObject({ verdict: 'holds', agreement: digest, missing: [] })
  const bad = join(folder, 'bad.json')
  await writeFile(bad, await fileOf(sample, { signatures: ['x.y.z'] }))
  const refused = await runSamentel('release', 'verify', bad)
  expect(refused.code).toBe(1)
  expect(refused.out).toContain('The release does not hold: because of\n  signature.refused: ')
  expect(refused.out).toContain('Compare that with the agreement that you trust')
})

it('judges nothing where there is nothing to judge, and says so', async () => {
  const bare = join(folder, 'bare.json')
  await writeFile(bare, canonicalJson(sample.release))
  const unsigned = await runSamentel('release', 'verify', bare)
  expect([unsigned.code, unsigned.out]).toEqual([
    2,
    expect.stringContaining('The release cannot be judged: because of\n  release-file.unsigned: '),
  ])
  expect((await runSamentel('release', 'verify', file, '--colour')).code).toBe(2)
  const gone = ['--coordinator', 'http://127.0.0.1:1', '--id', 'spring']
  const far = await runSamentel('release', 'fetch', ...gone)
  expect([far.code, far.err]).toEqual([2, expect.stringContaining('transport.unreachable')])
})
