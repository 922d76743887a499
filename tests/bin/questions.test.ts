import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { rawTerms, sampleTables } from '../round/sample.ts'
import { runSamentel } from './run-samentel.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-questions-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function agreement(name: string, ...more: readonly string[]): Promise<string> {
  const path = join(folder, name)
  const terms = { ...rawTerms(), tables: sampleTables }
  await writeFile(path, [stringify(JSON.parse(JSON.stringify(terms))), ...more].join('\n'))
  return path
}

const questions = (command: string, file: string, ...args: readonly string[]) =>
  runSamentel('questions', command, '--agreement', file, ...args)

describe('questions ready', () => {
  it('prints what can be pasted into the agreement, which then is explained', async () => {
    const plain = await agreement('plain.yaml')
    const ready = await questions('ready', plain, '--leave-out', 'border:form:work,unknown')
    expect(ready).toMatchObject({ code: 0, err: '' })
    expect(ready.out).toMatch(
      /^questions:\n {2}# Per year: victims who in that year were on a list;/,
    )
    const asking = await agreement('asking.yaml', ready.out)
    const explained = await questions('explain', asking, '--json')
    expect(explained).toMatchObject({ code: 0, err: '' })
    const json = JSON.parse(explained.out)
    expect(json.questions[0]).toEqual({
      id: 'persons-per-year',
      name: { nl: 'Verschillende slachtoffers per jaar', en: 'Different victims per year' },
      sentence: {
        nl: 'Per jaar: slachtoffers die in dat jaar op een lijst stonden; ieder eenmaal per jaar geteld.',
        en: 'Per year: victims who in that year were on a list; each counted once a year.',
      },
      once: 'a-year',
      table: null,
      figures: 1,
    })
  })

  it('refuses whom to leave out told otherwise', async () => {
    const plain = await agreement('groups.yaml')
    const args = ['--json', '--groups', 'totals', '--leave-out'] as const
    const wrong = await questions('ready', plain, ...args, 'border')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toMatch(/^question\.leave-out: /)
  })
})

describe('questions explain', () => {
  it('says of the sample that nothing is asked, and of a question why it cannot be', async () => {
    const who = { lists: { year: 'this', organisation: 'army' } }
    const persons = { counts: 'persons', years: 'each', once: 'a-year' }
    const asked = { id: 'x', name: { nl: 'x', en: 'x' }, ...persons, who }
    const file = await agreement('wrong.yaml', stringify({ questions: [asked] }))
    const sample = join(import.meta.dirname, '..', '..', 'node-config', 'agreement.yaml')
    const [silent, wrong] = await Promise.all([
      questions('explain', sample),
      questions('explain', file),
    ])
    expect(silent).toMatchObject({ code: 0, err: '' })
    expect(silent.out).toBe('This agreement asks nothing besides the figures of every release.\n')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toContain(
      'question.organisation-unknown: A question cannot be asked: there is no organisation army (question x, who.lists).',
    )
  })
})
