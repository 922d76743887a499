import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { discloseFile } from '../../src/bin/disclose.ts'
import type { Disclosed } from '../../src/disclosure/control-table.ts'
import { takeLock } from '../../src/storage/lock.ts'
import { runSamentel } from './run-samentel.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-disclose-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const path = (name: string) => join(folder, name)
async function file(name: string, content: object | string): Promise<string> {
  await writeFile(path(name), typeof content === 'string' ? content : JSON.stringify(content))
  return path(name)
}
const cells = (more: number) => [
  { lists: ['A'], count: 60 + more },
  { lists: ['B'], count: 47 },
  { lists: ['A', 'B'], count: 23 },
]
const table = (more = 0, id = 'round-1') =>
  file(`${id}.json`, { id, lists: ['A', 'B'], cells: cells(more) })

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'none',
    (error: unknown) => (isProblem(error) ? error.code : error),
  )
const released = async (run: Promise<Disclosed>) => {
  const { release } = await run
  if (release === null) throw new Error('refused')
  return release
}

describe('samentel disclose', () => {
  it('prints release, gate and steps as JSON, and no exact count', async () => {
    const ran = await runSamentel('disclose', await table(1), '--json')
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('No --rules: mode rounding, threshold 5 (10 in strata)')
    const { release, gate, steps, ...rest } = JSON.parse(ran.out)
    expect(rest).toEqual({})
    expect(release).toMatchObject({ kind: 'table-release', version: 1, id: 'round-1', gate })
    expect(gate.passed).toBe(true)
    expect(steps.map(({ step }: { step: string }) => step)).toEqual(['primary', 'rounding', 'gate'])
    expect(ran.out + ran.err).not.toMatch(/\b(61|47|23|131|84)\b/)
  })

  it('refuses a time limit that is none', async () => {
    expect(await codeOf(discloseFile(await table(), { timeLimit: 'soon' }))).toBe('option.number')
  })

  it('prints a text for readers', async () => {
    const rules = await file('r.yaml', 'threshold: 5\n')
    const ran = await runSamentel('disclose', await table(), '--rules', rules)
    expect(ran.code).toBe(0)
    expect(ran.err).toBe('')
    expect(ran.out).toMatch(/Everybody\n +on A or on B +130\n/)
    expect(ran.out).toMatch(/on A \+ B only +25/)
    expect(ran.out).toContain('Attacks\n- marginals: passed')
  })

  it('refuses contradictory rules, naming file and setting', async () => {
    const rules = await file('bad.yaml', 'threshold: 7\n')
    const ran = await runSamentel('disclose', await table(), '--rules', rules)
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain('settings.value')
    expect(ran.err).toContain('threshold: must be a multiple of roundingBase')
    expect(ran.err).toContain(rules)
  })

  it('refuses a table that is not there, what is not JSON, and rules that are not there', async () => {
    const rules = path('nowhere.yaml')
    expect(await codeOf(discloseFile(path('nowhere.json'), {}))).toBe('table.unreadable')
    expect(await codeOf(discloseFile(await file('text.json', '{'), {}))).toBe('table.unreadable')
    expect(await codeOf(discloseFile(await table(), { rules }))).toBe('settings.missing')
  })

  it('refuses mode dp without a register', async () => {
    const rules = await file('dp.yaml', 'mode: dp\ndp: {epsilon: 0.5, year: 2017}\n')
    expect(await codeOf(discloseFile(await table(), { rules }))).toBe('disclosure.register-needed')
  })
})

describe('the folder of the register', () => {
  it('keeps each release, gives it again for the same table, and goes into the next', async () => {
    const register = path('rounds')
    const first = await released(discloseFile(await table(), { register }))
    const again = await discloseFile(await table(), { register })
    expect(again.release).toEqual(first)
    expect(again.steps.map(({ step }) => step)).toEqual(['register'])
    const second = await released(discloseFile(await table(3, 'round-2'), { register }))
    expect(second.register.earlier).toHaveLength(1)
    expect(second.figures.every(({ repeated }) => repeated === second.register.earlier[0])).toBe(
      true,
    )
    const names = (await readdir(register)).filter((name) => /^\d/.test(name)).sort()
    expect(names).toHaveLength(2)
    expect(names[1]).toMatch(/^0002-[0-9a-f]{12}\.json$/)
    const all = (await readdir(register)).filter((name) => name !== 'register.key')
    const kept = await Promise.all(all.map((name) => readFile(join(register, name), 'utf8')))
    expect(kept.join('\n')).not.toMatch(/\b(47|23|63|133|86)\b/)
    expect((await stat(join(register, 'register.key'))).mode & 0o077).toBe(0)
  })

  it('finishes a release that broke off after it was entered', async () => {
    const register = path('broken-off')
    const first = await released(discloseFile(await table(), { register }))
    const [name = ''] = (await readdir(register)).filter((one) => /^\d/.test(one))
    await rename(join(register, name), join(register, `${name}.new`))
    expect(await released(discloseFile(await table(), { register }))).toEqual(first)
    expect(await readdir(register)).toContain(name)
  })

  it.each([
    ['register.gap', 'a release is missing', (at: string) => rm(at)],
    [
      'register.altered',
      'a release is altered',
      async (at: string) => writeFile(at, (await readFile(at, 'utf8')).replace('130', '135')),
    ],
    ['register.altered', 'a release is no release', (at: string) => writeFile(at, '{}')],
    ['register.gap', 'the key is missing', (at: string) => rm(join(at, '..', 'register.key'))],
    [
      'register.altered',
      'the index is no index',
      (at: string) => writeFile(join(at, '..', 'register.json'), '{}'),
    ],
    ['register.gap', 'the index is missing', (at: string) => rm(join(at, '..', 'register.json'))],
  ])('refuses with %s where %s', async (code, what, spoil) => {
    const register = path(what.replaceAll(' ', '-'))
    await discloseFile(await table(), { register })
    const [name = ''] = (await readdir(register)).filter((one) => /^\d/.test(one))
    await spoil(join(register, name))
    expect(await codeOf(discloseFile(await table(30, 'round-2'), { register }))).toBe(code)
  })

  it('is of one process at a time, and a folder', async () => {
    const register = path('in-use')
    await discloseFile(await table(), { register })
    const lock = takeLock(join(register, 'register.lock'))
    expect(await codeOf(discloseFile(await table(), { register }))).toBe('register.in-use')
    lock?.release()
    expect(await codeOf(discloseFile(await table(), { register }))).toBe('none')
    const noFolder = { register: await table() }
    expect(await codeOf(discloseFile(await table(), noFolder))).toBe('register.unreadable')
  })

  it('spends a budget of noise, gives noise once, and refuses when it is spent', async () => {
    const register = path('noise')
    const rules = await file('dp.yaml', 'mode: dp\ndp: {epsilon: 0.6, year: 2017}\n')
    const first = await released(discloseFile(await table(), { rules, register }))
    expect(await released(discloseFile(await table(), { rules, register }))).toEqual(first)
    const more = discloseFile(await table(1, 'round-2'), { rules, register })
    expect(await codeOf(more)).toBe('disclosure.budget-spent')
  })

  it('holds the noise of mode cellkey to one key', async () => {
    const register = path('keyed')
    const rules = await file('ck.yaml', 'mode: cellkey\ncellkey: {keyFile: ck.key}\n')
    const key = (byte: number) => file('ck.key', Buffer.alloc(32, byte).toString('base64url'))
    await key(1)
    expect(
      (await released(discloseFile(await table(), { rules, register }))).rules.cellKey,
    ).toMatch(/^[0-9a-f]{64}$/)
    await key(2)
    const other = discloseFile(await table(30, 'round-2'), { rules, register })
    expect(await codeOf(other)).toBe('disclosure.other-key')
  })
})
