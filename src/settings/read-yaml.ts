import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { isProblem, Problem } from '../base/problem.ts'

/** Reads a settings file; every fault names file, key and what to do. */
export async function readYaml<T>(
  file: string,
  schema: z.ZodType<T>,
  ifMissing = 'Make it with init, or copy the sample from node-config/ and adapt it.',
): Promise<T> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'settings.missing',
      what: 'A settings file is not there or cannot be read',
      where: file,
      remedy: ifMissing,
      cause,
    })
  })
  return checkYaml(text, file, schema)
}

export function checkYaml<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseYaml(text, file))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => {
    const key = issue.path.join('.') || '(whole file)'
    return `${key}: ${issue.message}`
  })
  throw new Problem({
    code: 'settings.value',
    what: `A settings file holds what it must not, or lacks what it must hold: ${issues.join('; ')}`,
    where: file,
    remedy: 'Compare it with the commented sample in node-config/.',
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
