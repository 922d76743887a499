import { describe, expect, it } from 'vitest'
import { readProtocol, readSources } from './problem-codes.ts'

const sources = readSources()
const sections = headings(readProtocol('specification.md'))

/** Numbers of the headings: `8`, `8.2`. */
function headings(document: string): string[] {
  return [...document.matchAll(/^#{2,3} (\d+(?:\.\d+)?) /gm)].map((match) => match[1] ?? '')
}

/** Comments as running text, without the stars and slashes at the start of their lines. */
function comments(text: string): string[] {
  const blocks = [...text.matchAll(/\/\*[\s\S]*?\*\//g)].map((match) => match[0])
  const lines = [...text.matchAll(/^\s*\/\/ .*$/gm)].map((match) => match[0])
  return [...blocks, ...lines].map((one) => one.replace(/\s*\n\s*\*? ?/g, ' '))
}

const number = String.raw`[1-9]\d?(?:\.[1-9])?`
const numbers = `${number}(?:(?:, | and | to )${number})*`

/**
 * Sections that a comment cites: after the name of the specification; alone in parentheses; or as the
 * first words of the comment, before a colon. Clauses of other documents stand after their own names.
 */
function citedIn(comment: string): string[] {
  const patterns = [
    new RegExp(String.raw`specification(?:\.md)? (${numbers})`, 'g'),
    new RegExp(String.raw`\((${numbers})\)`, 'g'),
    new RegExp(String.raw`^\s*(?:\/\*\*?|\/\/) (${numbers}):`, 'g'),
  ]
  return patterns
    .flatMap((pattern) => [...comment.matchAll(pattern)])
    .flatMap((match) => (match[1] ?? '').split(/, | and | to /))
}

function citations(): { path: string; section: string }[] {
  return sources.flatMap(({ path, text }) =>
    comments(text).flatMap((comment) => citedIn(comment).map((section) => ({ path, section }))),
  )
}

describe('citations of the specification', () => {
  it('are of sections that exist', () => {
    const cited = citations()
    expect(cited.length).toBeGreaterThan(80)
    expect(cited.filter(({ section }) => !sections.includes(section))).toEqual([])
  })

  it('are found in each of their forms', () => {
    const forms = [
      '/** As told (protocol/specification.md 8.1, 9.1 and 9.2). */',
      '// (specification 1.5)',
      '/** 3.2 to 3.4: first commit. */',
      '/** One roster (4.5) of RFC 9180 section 7.1, and 2.5 bytes. */',
    ]
    expect(forms.map(citedIn)).toEqual([['8.1', '9.1', '9.2'], ['1.5'], ['3.2', '3.4'], ['4.5']])
  })

  it('name files of the protocol that are there', () => {
    const files = sources.flatMap(({ text }) =>
      [...text.matchAll(/protocol\/([a-z-]+\.md)/g)].map((match) => match[1] ?? ''),
    )
    for (const file of new Set(files)) expect(readProtocol(file).length).toBeGreaterThan(500)
  })
})

describe('protocol/specification.md', () => {
  it('numbers its sections one after another, without a gap', () => {
    expect(sections.length).toBeGreaterThan(50)
    for (const [at, section] of sections.entries()) {
      if (at > 0) expect(successors(sections[at - 1] ?? '')).toContain(section)
    }
  })

  it('refers to sections of its own that exist', () => {
    const text = readProtocol('specification.md')
    const own = [...text.matchAll(new RegExp(String.raw`\((${numbers})\)`, 'g'))]
      .flatMap((match) => (match[1] ?? '').split(/, | and | to /))
      .filter((section) => section.includes('.'))
    expect(own.length).toBeGreaterThan(15)
    expect(own.filter((section) => !sections.includes(section))).toEqual([])
  })
})

/** What may follow a heading: its first part, its next sibling, or the next chapter. */
function successors(section: string): string[] {
  const [chapter = 0, part] = section.split('.').map(Number)
  const next = String(chapter + 1)
  return part === undefined ? [`${section}.1`, next] : [`${chapter}.${part + 1}`, next]
}
