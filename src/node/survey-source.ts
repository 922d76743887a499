import { createHmac, type Hmac } from 'node:crypto'
import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import { PostcodeCounts } from '../matching/crowded-postcodes.ts'
import { readPostcode } from '../matching/normalise-address.ts'
import type { SourceEvent } from '../source/source-event.ts'
import type { Stores } from '../storage/database.ts'
import { stopped } from './import-refusals.ts'
import type { RecordSource } from './record-source.ts'

/** What no single record shows. */
export interface Survey {
  readonly postcodes: PostcodeCounts
  /** Keyed: of the lines in their order. */
  readonly digest: string
}

export interface SurveyParts {
  readonly storageKey: Uint8Array
  readonly known: readonly string[]
  readonly signal?: AbortSignal
  readonly report?: (lines: number) => void
}

const REPORT_EVERY = 256

/** A first reading of a source; `known` are postcodes that are crowded anyway. */
export async function surveySource(
  source: RecordSource,
  { storageKey, known, signal, report }: SurveyParts,
): Promise<Survey> {
  const postcodes = new PostcodeCounts(known)
  const digest = new SourceDigest(storageKey)
  let lines = 0
  for await (const event of source.read()) {
    digest.add(event)
    if (++lines % REPORT_EVERY === 0) report?.(lines)
    if (signal?.aborted === true) throw stopped(lines)
    if (event.kind === 'record') postcodes.add(readPostcode(event.fields.postcode ?? '').value)
  }
  return { postcodes, digest: digest.end() }
}

/** Keyed: whoever has the store alone cannot try what a source held. */
export class SourceDigest {
  readonly #hmac: Hmac

  constructor(storageKey: Uint8Array) {
    this.#hmac = createHmac('sha256', storageKey).update('samentel source v1 ')
  }

  add(event: SourceEvent): void {
    this.#hmac.update(JSON.stringify(event)).update('\n')
  }

  end(): string {
    return toBase64Url(new Uint8Array(this.#hmac.digest()))
  }
}

/** Setting: the crowded postcodes of the last whole import, sealed: an update shows a part of the register only. */
const CROWDED = 'crowded-postcodes'

export async function keepCrowded(
  stores: Stores,
  postcodes: PostcodeCounts,
  storageKey: Uint8Array,
): Promise<void> {
  const plain = utf8(JSON.stringify(postcodes.crowded()))
  await stores.settings.set(CROWDED, toBase64Url(sealAtRest(storageKey, utf8(CROWDED), plain)))
}

export async function knownCrowded(stores: Stores, storageKey: Uint8Array): Promise<string[]> {
  const sealed = await stores.settings.get(CROWDED)
  if (sealed === null) return []
  const plain = openAtRest(storageKey, utf8(CROWDED), fromBase64Url(sealed))
  return JSON.parse(new TextDecoder().decode(plain)) as string[] // written above only
}
