import { analyse } from 'chardet'
import { type Encoding, encodings } from './field-map.ts'

/** What a guess is taken for: the same bytes in the names and signs that registers hold. */
const meant: Readonly<Record<string, Encoding>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-2': 'windows-1250',
  'iso-8859-9': 'windows-1254',
  'utf-16 le': 'utf-16le',
  'utf-16 be': 'utf-16be',
}
/** Below this chardet itself calls it a guess; Western Europe is then as likely as any. */
const SURE = 30

/**
 * The encoding that bytes which are no UTF-8 are most likely in: a proposal to whoever reads the export, never applied
 * by itself, as a wrong one gives other names and no error.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  for (const { name, confidence } of analyse(bytes)) {
    const label = name.toLowerCase()
    const found = meant[label] ?? encodings.find((encoding) => encoding === label)
    if (found !== undefined && found !== 'utf-8' && confidence >= SURE) return found
  }
  return 'windows-1252'
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: the last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
