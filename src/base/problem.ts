/** What went wrong, in words fit for the person who sees it. Never holds a personal value. */
export interface ProblemParts {
  /** Stable, dotted, kebab-case: `csv.column-missing`. Listed in protocol/errors.md. */
  readonly code: string
  /** One sentence: what is wrong. */
  readonly what: string
  /** File, line, column, key, round, stage: where it is wrong. */
  readonly where?: string
  /** One sentence: what to do next. */
  readonly remedy?: string
  /** HTTP status when the problem crosses the wire; 400 unless told. */
  readonly status?: number
  /** For the log of this process only; never sent. */
  readonly cause?: unknown
}

/** The one error class of Samentel. Anything else that is thrown is a fault of the program. */
export class Problem extends Error {
  readonly code: string
  readonly what: string
  readonly where: string | undefined
  readonly remedy: string | undefined
  readonly status: number

  constructor(parts: ProblemParts) {
    const where = parts.where === undefined ? '' : ` (${parts.where})`
    const remedy = parts.remedy === undefined ? '' : ` ${parts.remedy}`
    super(`${parts.code}: ${parts.what}${where}.${remedy}`, { cause: parts.cause })
    this.name = 'Problem'
    this.code = parts.code
    this.what = parts.what
    this.where = parts.where
    this.remedy = parts.remedy
    this.status = parts.status ?? 400
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code)
}
