import { describe, expect, it } from 'vitest'
import {
  findingCodes,
  listedCodes,
  problemCodes,
  readProtocol,
  readSources,
} from './problem-codes.ts'

const sources = readSources()
const document = readProtocol('errors.md')
const isFindings = (heading: string) => heading.startsWith('Findings')

describe('protocol/errors.md', () => {
  it('lists every code that a problem in src/ can have, once, and no other', () => {
    const listed = listedCodes(document, (heading) => !isFindings(heading))
    expect(listed.toSorted()).toEqual([...problemCodes(sources)].sort())
  })

  it('lists every code of a finding about a record, once, and no other', () => {
    const listed = listedCodes(document, isFindings)
    expect(listed.toSorted()).toEqual([...findingCodes(sources)].sort())
  })

  it('says of every code what it means and what to do', () => {
    const rows = document.split('\n').filter((line) => /^\| `/.test(line))
    const wordless = rows.filter((row) => {
      const [meaning, remedy] = row.split(' | ').slice(1)
      return (meaning ?? '').length < 10 || (remedy ?? '').length < 10
    })
    expect(rows.length).toBeGreaterThan(100)
    expect(wordless).toEqual([])
  })
})

describe('the search for codes in sources', () => {
  const found = (text: string) => [...problemCodes([{ path: 'src/one.ts', text }])]

  it('finds a plain code and both of two', () => {
    expect(found("code: 'a.one', code: gone ? 'b.one' : 'b-c.two',")).toEqual([
      'a.one',
      'b.one',
      'b-c.two',
    ])
  })

  it('finds codes given to a helper, with what the helper puts before them', () => {
    const helper = `function refusal(code: string) { new Problem({ code: \`a.\${code}\` }) }`
    expect(found(`${helper} throw refusal('one'); throw refusal(\n  'two')`)).toEqual([
      'a.one',
      'a.two',
    ])
  })

  it('finds each code of a template', () => {
    expect(found(`for (const key of ['x', 'y'] as const) fail({ code: \`a.\${key}\` })`)).toEqual([
      'a.x',
      'a.y',
    ])
  })

  it('passes over codes that are not of problems', () => {
    expect(found("issue.code === 'custom'; { code: 'custom' }; { code: 'SQLITE_BUSY' }")).toEqual(
      [],
    )
  })
})
