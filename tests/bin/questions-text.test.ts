import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { explained, explainedText, pasteText } from '../../src/bin/questions-text.ts'
import { questionsSchema } from '../../src/questions/question.ts'
import { readyQuestions } from '../../src/questions/ready.ts'
import { termsSchema } from '../../src/round/agreement.ts'
import { rawTerms, sampleTables } from '../round/sample.ts'

const terms = termsSchema.parse({ ...rawTerms(), tables: sampleTables })
const all = readyQuestions(terms)

describe('questions as text', () => {
  it('are a block each, with both sentences and what they are answered from', () => {
    const blocks = explainedText(explained(all, terms)).trimEnd().split('\n\n')
    expect(blocks).toHaveLength(all.length)
    expect(blocks[0]?.split('\n')).toEqual([
      'persons-per-year: Different victims per year / Verschillende slachtoffers per jaar',
      '  Per year: victims who in that year were on a list; each counted once a year.',
      '  Per jaar: slachtoffers die in dat jaar op een lijst stonden; ieder eenmaal per jaar geteld.',
      '  answered from the lists alone; 1 figure',
    ])
    expect(blocks.find((one) => one.startsWith('by-form:'))).toContain('from table form; 4 figures')
  })

  it('paste into an agreement as they are', () => {
    const { questions } = parse(pasteText(all, terms))
    expect(questionsSchema.parse(questions)).toEqual(all)
    expect(pasteText(all.slice(0, 1), terms)).toContain('  # Per year: victims who in that year')
    expect(parse(pasteText([], terms))).toEqual({ questions: [] })
  })
})
