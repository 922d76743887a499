import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SOFTWARE_VERSION } from '../../src/base/version.ts'
import { checkVersion, versionSchema } from '../../src/round/version.ts'
import { refusal } from '../refusal.ts'

it.each([
  ['0.2.0', '0.2.0'],
  ['0.2.1', '0.2.0'],
  ['0.10.0', '0.9.9'],
  ['1.0.0', '0.99.99'],
])('takes %s where %s is asked for', (version, minimum) => {
  checkVersion(version, { who: 'police', minimum })
})

it.each([
  ['0.1.9', '0.2.0'],
  ['0.2.9', '0.10.0'],
  ['1.9.9', '2.0.0'],
])('refuses %s where %s is asked for, and names who has it', (version, minimum) => {
  const problem = refusal(() => checkVersion(version, { who: 'police', minimum }))
  expect(problem).toMatchObject({ code: 'peer.version' })
  expect(problem.where).toBe(`police has ${version}, the agreement asks for ${minimum} or later`)
})

it('reads three plain numbers and nothing else', () => {
  for (const text of ['1', '1.2', '1.2.3.4', '1.2.x', '01.2.3', 'v1.2.3', '1.2.3-beta', '']) {
    expect(versionSchema.safeParse(text).success, text).toBe(false)
  }
})

it('states the version that package.json has', () => {
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(SOFTWARE_VERSION)
})
