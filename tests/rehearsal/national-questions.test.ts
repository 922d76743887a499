import { describe, expect, test } from 'vitest'
import { questionFaults } from '../../src/questions/check.ts'
import { questionsSchema } from '../../src/questions/question.ts'
import { sentencesOf } from '../../src/questions/sentence.ts'
import { nationalChecks } from '../../src/rehearsal/national-checks.ts'
import { nationalQuestions } from '../../src/rehearsal/national-questions.ts'
import { termsSchema } from '../../src/round/agreement.ts'
import { readYaml } from '../../src/settings/read-yaml.ts'

const file = new URL('../../node-config/agreement.yaml', import.meta.url).pathname
const terms = await readYaml(file, termsSchema)
const all = nationalQuestions(terms.tables.map(({ id }) => id))
const asked = nationalChecks.flatMap(({ parts }) =>
  parts.flatMap((part) => ('asked' in part ? [[part.asked, part.years] as const] : [])),
)

describe('the questions of the national rehearsal', () => {
  test('can be asked of the sample agreement, and be said in a sentence', () => {
    expect(questionsSchema.parse(all)).toEqual(all)
    expect(questionFaults(all, terms)).toEqual([])
    for (const question of all) {
      const { nl, en } = sentencesOf(question, terms)
      expect([nl.length > 20, en.length > 20]).toEqual([true, true])
    }
  })

  test('are those that the checks look up, by year where they look by year, and no others', () => {
    expect(new Set(asked.map(([id]) => id))).toEqual(new Set(all.map(({ id }) => id)))
    for (const [id, years] of asked) {
      expect([id, all.find((question) => question.id === id)?.years]).toEqual([id, years])
    }
  })

  test('that need the form are left out where it is no table of the agreement', () => {
    const left = nationalQuestions(['sex'])
    expect(left.length).toBeGreaterThan(3)
    const tables = terms.tables.filter(({ id }) => id === 'sex')
    expect(questionFaults(left, { ...terms, tables })).toEqual([])
    expect(left.map(({ id }) => id)).not.toContain('national-victims')
  })
})

test('codes of the checks are codes of the sample agreement', () => {
  for (const { id, parts } of nationalChecks) {
    for (const part of parts) {
      if (!('figure' in part) || part.table === undefined) continue
      const codes = terms.tables
        .find((table) => table.id === part.table)
        ?.codes.map((one) => one.id)
      expect([id, [...(codes ?? []), 'unknown']]).toEqual([id, expect.arrayContaining([part.code])])
    }
  }
})
