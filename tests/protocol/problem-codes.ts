import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A source file by its path below the repository. */
export interface Source {
  readonly path: string
  readonly text: string
}

export function readSources(): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({
      path: `src/${file}`,
      text: readFileSync(join(root, 'src', file), 'utf8'),
    }))
}

export function readProtocol(file: string): string {
  return readFileSync(join(root, 'protocol', file), 'utf8')
}

const dotted = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/

/** Codes of problems in these sources: plain, chosen between two, made by a helper, or of a template. */
export function problemCodes(sources: readonly Source[]): Set<string> {
  const helpers = sources.flatMap(codeHelpers)
  const codes = sources.flatMap((source) => [
    ...literalCodes(source.text),
    ...templateCodes(source),
    ...helperCodes(source, helpers),
  ])
  return new Set(codes)
}

/** `code: 'a.b'` and `code: test ? 'a.b' : 'c.d'`; words without a dot are others' codes. */
function literalCodes(text: string): string[] {
  return [...text.matchAll(/\bcode: (?:[^,'`{}]+\? )?'([^']+)'(?: : '([^']+)')?/g)]
    .flatMap((match) => [match[1], match[2]])
    .filter((code): code is string => code !== undefined && dotted.test(code))
}

interface Helper {
  readonly path: string
  readonly name: string
  /** What the helper puts before the code it is given. */
  readonly prefix: string
  readonly exported: boolean
}

/** Functions that make a problem of the code they are given first. */
function codeHelpers({ path, text }: Source): Helper[] {
  return [...text.matchAll(/(export )?function (\w+)\(code: string/g)].map((match) => {
    const prefix = /\bcode: `([^`$]*)\$\{code\}`/.exec(text.slice(match.index))?.[1] ?? ''
    return { path, name: match[2] ?? '', prefix, exported: match[1] !== undefined }
  })
}

function helperCodes(source: Source, helpers: readonly Helper[]): string[] {
  return helpers
    .filter((helper) => helper.exported || helper.path === source.path)
    .flatMap(({ name, prefix }) =>
      [...source.text.matchAll(new RegExp(`\\b${name}\\(\\s*'([^']+)'`, 'g'))].map(
        (match) => prefix + match[1],
      ),
    )
}

/** `code: `a.${key}`` stands for one code per word of the last `['x', 'y'] as const` before it. */
function templateCodes({ path, text }: Source): string[] {
  return [...text.matchAll(/\bcode: `([a-z0-9.-]*)\$\{(\w+)\}`/g)].flatMap((match) => {
    if (match[2] === 'code') return []
    const words = [...text.slice(0, match.index).matchAll(/\[([^[\]]*)\] as const/g)].at(-1)?.[1]
    if (words === undefined) throw new Error(`${path}: no words for ${match[0]}`)
    return [...words.matchAll(/'([^']+)'/g)].map((word) => `${match[1]}${word[1]}`)
  })
}

/** Codes of findings about single records: the keys of the table of words. */
export function findingCodes(sources: readonly Source[]): Set<string> {
  const finding = sources.find(({ path }) => path === 'src/source/finding.ts')
  const words = /^const words = \{\n([\s\S]*?)^\} as const/m.exec(finding?.text ?? '')?.[1] ?? ''
  return new Set([...words.matchAll(/^ {2}'?([a-z.-]+)'?: \{$/gm)].map((match) => match[1] ?? ''))
}

/** Codes in the first column of the tables under the headings that `wanted` takes. */
export function listedCodes(document: string, wanted: (heading: string) => boolean): string[] {
  const parts = document.split(/^## /m).slice(1)
  return parts
    .filter((part) => wanted(part.split('\n')[0] ?? ''))
    .flatMap((part) =>
      [...part.matchAll(/^\| `([a-z0-9.-]+)` \|/gm)].map((match) => match[1] ?? ''),
    )
}
