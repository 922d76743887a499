import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Lock, readSealed, writeSealed } from '../../src/backup/sealed-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-sealed-'))
})
afterAll(() => rm(folder, { recursive: true }))

const lock: Lock = { key: new Uint8Array(32).fill(7) }
let files = 0

async function sealed(lines: readonly string[], by: Lock = lock): Promise<string> {
  const path = join(folder, `${++files}.backup`)
  await writeSealed(path, by, each(lines.map((line) => `${line}\n`)))
  return path
}

async function* each(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts
}

async function opened(path: string, by: Lock = lock): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readSealed(path, by)) lines.push(line)
  return lines
}

it('gives back every line, however long, and none of it stands in the file', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/\n/g, ''))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
      expect(await opened(await sealed(lines))).toEqual(lines)
    }),
    { numRuns: 30 },
  )
  const long = ['a canary in the coal mine'.repeat(8000), 'ë'.repeat(70_001), '']
  const path = await sealed(long)
  expect(await opened(path)).toEqual(long)
  expect(await readFile(path, 'latin1')).not.toContain('canary')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it('refuses a file that was changed anywhere, or cut off anywhere', async () => {
  const path = await sealed(['one', 'two'.repeat(50_000), 'three'])
  const bytes = await readFile(path)
  const spoilt = join(folder, 'spoilt')
  for (let at = 0; at < bytes.length; at += Math.floor(bytes.length / 40)) {
    const changed = new Uint8Array(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    await writeFile(spoilt, changed)
    await expect(opened(spoilt), `changed at ${at}`).rejects.toMatchObject({
      code: expect.stringMatching(/^backup\.(broken|wrong-lock|unreadable)$/),
    })
    await writeFile(spoilt, bytes.subarray(0, at))
    await expect(opened(spoilt), `cut at ${at}`).rejects.toMatchObject({
      code: expect.stringMatching(/^backup\.(broken|wrong-lock|unreadable)$/),
    })
  }
  await writeFile(spoilt, bytes.subarray(0, -1))
  await expect(opened(spoilt)).rejects.toMatchObject({ code: 'backup.broken' })
})

it('opens with the passphrase it was made with, and says so where it does not', async () => {
  const path = await sealed(['line'], { passphrase: 'vijf woorden die niemand raadt' })
  expect(await opened(path, { passphrase: 'vijf woorden die niemand raadt' })).toEqual(['line'])
  await expect(opened(path, { passphrase: 'andere woorden' })).rejects.toMatchObject({
    code: 'backup.wrong-lock',
  })
  await expect(opened(path)).rejects.toMatchObject({ code: 'backup.other-lock' })
  const other: Lock = { key: new Uint8Array(32).fill(8) }
  await expect(opened(await sealed(['line']), other)).rejects.toMatchObject({
    code: 'backup.wrong-lock',
  })
  await expect(opened(join(folder, 'none'))).rejects.toMatchObject({ code: 'backup.unreadable' })
})
