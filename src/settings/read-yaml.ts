import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { isProblem, Problem } from '../base/problem.ts'

/** Reads a settings file; every fault names file, key and what to do. */
export async function readYaml<T>(
  file: string,
  schema: z.ZodType<T>,
  ifMissing?: string,
): Promise<T> {
  return checkYaml(await readText(file, ifMissing), file, schema)
}

export function checkYaml<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseYaml(text, file))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${keyOf(issue)}: ${issue.message}`)
  throw new Problem({
    code: 'settings.value',
    what: `A settings file holds what it must not, or lacks what it must hold: ${issues.join('; ')}`,
    where: file,
    remedy: REMEDY,
  })
}

/** What the file holds, or a problem for each key that is wrong: all can be mended in one go. */
export async function checkYamlFile<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<{ readonly value: T | null; readonly problems: readonly Problem[] }> {
  try {
    const value = parseYaml(await readText(file), file)
    const parsed = schema.safeParse(value)
    if (parsed.success) return { value: parsed.data, problems: [] }
    return { value: null, problems: parsed.error.issues.map((one) => badKey(one, { file, value })) }
  } catch (error) {
    if (!isProblem(error)) throw error
    return { value: null, problems: [error] }
  }
}

const REMEDY = 'Compare it with the commented sample in node-config/.'

type Issue = z.core.$ZodIssue

function badKey(issue: Issue, { file, value }: { file: string; value: unknown }): Problem {
  const shown = shownValue(issue.path, value)
  return new Problem({
    code: 'settings.value',
    what: `A key of the settings is missing or wrong: ${issue.message}`,
    where: `${file}, key ${keyOf(issue)}${shown === null ? '' : `, value ${shown}`}`,
    remedy: REMEDY,
  })
}

function keyOf({ path }: Issue): string {
  return path.join('.') || '(whole file)'
}

/** Where the value is a number, a yes or no, or a text of a key whose texts never hold a password. */
function shownValue(path: readonly PropertyKey[], whole: unknown): string | null {
  let value = whole
  for (const key of path) value = Object(value)[key]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const harmless = ['version', 'organisation', 'coordinator', 'logLevel', 'host', 'ca']
  if (typeof value !== 'string' || !harmless.includes(String(path.at(-1)))) return null
  return JSON.stringify(value.slice(0, 100).replace(/\/\/[^/@]*@/, '//…@'))
}

async function readText(
  file: string,
  ifMissing = 'Make it with init, or copy the sample from node-config/ and adapt it.',
): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'settings.missing',
      what: 'A settings file is not there or cannot be read',
      where: file,
      remedy: ifMissing,
      cause,
    })
  })
}

function parseYaml(text: string, file: string): unknown {
  try {
    const document = parseDocument(text, { prettyErrors: true })
    const fault = document.errors[0]
    if (fault !== undefined) throw notYaml(`${file}, line ${fault.linePos?.[0].line ?? 0}`)
    return document.toJS()
  } catch (error) {
    if (isProblem(error)) throw error
    // An alias of nothing, or of too much, and nesting without an end are found only here.
    throw notYaml(file)
  }
}

function notYaml(where: string): Problem {
  return new Problem({
    code: 'settings.yaml',
    what: 'A settings file is not valid YAML',
    where,
    remedy: 'Look for a missing colon, quote or blank at that line.',
  })
}
