import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeLock } from '../../src/storage/lock.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'samentel-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

it('is held by one at a time, and free again when it is let go', () => {
  const path = join(directory, 'serving.lock')
  const first = takeLock(path)
  expect(first).not.toBeNull()
  expect(takeLock(path)).toBeNull()
  first?.release()
  const second = takeLock(path)
  expect(second).not.toBeNull()
  second?.release()
})

it('says so when its place cannot be written', () => {
  expect(() => takeLock(join(directory, 'none', 'serving.lock'))).toThrow()
})
