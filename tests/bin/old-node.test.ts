import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { program } from './run-samentel.ts'

it('can be read by a Node that knows no types and none of the newer modules, to say what it needs', async () => {
  const text = await readFile(program, 'utf8')
  // Named imports that an old Node lacks fail before the first line runs; a default import does not.
  expect(text).not.toMatch(/import\s*\{/)
  const guard = text.indexOf('node.too-old')
  expect(guard).toBeGreaterThan(0)
  expect(text.indexOf("import('./main.ts')")).toBeGreaterThan(guard)
  expect(text.indexOf('enableCompileCache')).toBeGreaterThan(guard)
})
