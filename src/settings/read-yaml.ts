import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { Problem } from '../base/problem.ts'

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
  const document = parseDocument(text, { prettyErrors: true })
  const fault = document.errors[0]
  if (fault !== undefined) {
    const line = fault.linePos?.[0].line ?? 0
    throw new Problem({
      code: 'settings.yaml',
      what: 'A settings file is not valid YAML',
      where: `${file}, line ${line}`,
      remedy: 'Look for a missing colon, quote or blank at that line.',
    })
  }
  const parsed = schema.safeParse(document.toJS())
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
