import type { HeaderEvent, SourceEvent } from '../source/source-event.ts'
import { changed, stopped } from './import-refusals.ts'
import {
  type KeepParts,
  type PendingRecord,
  recordDigest,
  type SealedRecord,
  sealRecords,
} from './keep-records.ts'
import type { RecordReading } from './record-reading.ts'
import type { RecordSource } from './record-source.ts'
import type { Staging } from './staging.ts'
import { SourceDigest } from './survey-source.ts'

/** Records that one worker hashes at a time. */
const PAGE = 256
/** Pages are hashed side by side and then kept in one transaction: each waits for the disk. */
const PAGES_KEPT = 8
const REPORT_EVERY = 256

export interface StageParts extends KeepParts {
  readonly update?: boolean
  readonly signal?: AbortSignal
  readonly report?: (records: number) => void
}

export interface Stage {
  readonly reading: RecordReading
  readonly staging: Staging
  /** Of the first reading. */
  readonly digest: string
}

/** How a source was read. */
export type SourceForm = Omit<HeaderEvent, 'kind' | 'columns'>

/**
 * Reads a source a second time and stages its records, from the line on where an earlier run stopped; all lines are
 * judged, for what is told of them. Throws `import.stopped`, `source.changed`, `import.another`.
 */
export async function stageRecords(
  source: RecordSource,
  { reading, staging, digest }: Stage,
  parts: StageParts,
): Promise<SourceForm> {
  const again = new SourceDigest(parts.storageKey)
  const staged = new StagedLines(staging, parts)
  let form: SourceForm = {}
  for await (const event of source.read()) {
    again.add(event)
    if (event.kind === 'header') {
      form = formOf(event)
      reading.begin(event.columns)
      continue
    }
    await staged.add(event, readEvent(event, reading, source.name))
    if (staged.line % REPORT_EVERY === 0) parts.report?.(staged.line)
    if (parts.signal?.aborted !== true) continue
    await staged.keep()
    throw stopped(staged.line)
  }
  if (again.end() !== digest) throw changed(source.name)
  await staged.keep()
  return form
}

/** What was read and is not kept yet: some pages at most. */
class StagedLines {
  readonly #staging: Staging
  readonly #parts: StageParts
  readonly #most: number
  #pending: PendingRecord[] = []
  #gone: Uint8Array[] = []
  line = 0

  constructor(staging: Staging, parts: StageParts) {
    this.#staging = staging
    this.#parts = parts
    this.#most = PAGE * Math.max(PAGES_KEPT, parts.pool.width)
  }

  async add(
    event: Exclude<SourceEvent, HeaderEvent>,
    record: PendingRecord | undefined,
  ): Promise<void> {
    this.line++
    if (this.line <= this.#staging.resumed) return
    if (record !== undefined) this.#pending.push(record)
    // It was on a list before, perhaps, and now is on none.
    else if (this.#parts.update === true && event.kind === 'record') {
      this.#gone.push(recordDigest(event.fields, this.#parts.storageKey))
    }
    if (this.#pending.length + this.#gone.length >= this.#most) await this.keep()
  }

  async keep(): Promise<void> {
    if (this.#pending.length + this.#gone.length === 0) return
    const records = await sealPages(this.#pending, this.#parts)
    await this.#staging.keep({ records, gone: this.#gone, read: this.line })
    this.#pending = []
    this.#gone = []
  }
}

function readEvent(
  event: Exclude<SourceEvent, HeaderEvent>,
  reading: RecordReading,
  file: string,
): PendingRecord | undefined {
  if (event.kind === 'refusal') {
    reading.refuse(event.refusal)
    return undefined
  }
  reading.note(event.findings)
  return reading.read(event.fields, { file, line: event.line })
}

function formOf({ kind: _, columns: __, ...form }: HeaderEvent): SourceForm {
  return form
}

async function sealPages(
  pending: readonly PendingRecord[],
  parts: KeepParts,
): Promise<SealedRecord[]> {
  const pages: Promise<SealedRecord[]>[] = []
  for (let from = 0; from < pending.length; from += PAGE) {
    pages.push(sealRecords(pending.slice(from, from + PAGE), parts))
  }
  return (await Promise.all(pages)).flat()
}
