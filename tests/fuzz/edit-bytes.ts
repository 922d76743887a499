import { badElements, CANARY, type Edit } from './edits.ts'

/** Brackets that nobody closes. */
const NESTING = 20_000

export function editBytes(sample: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce(editOnce, sample)
}

export function editText(sample: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((bytes, edit) => {
    const text = Buffer.from(bytes).toString('utf8')
    const edited = editLines(text, edit)
    return edited === null ? editOnce(bytes, edit) : new Uint8Array(Buffer.from(edited, 'utf8'))
  }, sample)
}

function editLines(text: string, { kind, at = 0, by = 0, value }: Edit): string | null {
  const lines = text.split('\n')
  const line = at % lines.length
  const word = String(value ?? CANARY)
  switch (kind) {
    case 'spaces':
      return text.replace(/([:,])/, '$1 ')
    case 'key-twice': {
      const keys = [...text.matchAll(/"[a-zA-Z.]+":/g)]
      const key = keys[at % Math.max(1, keys.length)]
      if (key === undefined) return `${text}${text}`
      return `${text.slice(0, key.index)}${key[0]}0,${text.slice(key.index)}`
    }
    case 'nest':
      return '[{"a":'.slice(0, 1 + (by % 2) * 5).repeat(NESTING) + text
    case 'mark':
      return `\ufeff${text}`
    case 'line':
      return lines.with(line, oddLines[by % oddLines.length] ?? '').join('\n')
    case 'line-twice':
      return lines.toSpliced(line, 0, lines[line] ?? '').join('\n')
    case 'word': {
      const places = [...text.matchAll(/[^\s:,;'"]+/g)]
      const place = places[at % Math.max(1, places.length)]
      if (place === undefined) return word
      const put = value === undefined ? (oddWords[by % oddWords.length] ?? '') : word
      return text.slice(0, place.index) + put + text.slice(place.index + place[0].length)
    }
    default:
      return null
  }
}

const oddLines = [
  ...[
    '',
    CANARY,
    `  - ${CANARY}`,
    `${CANARY}: 1`,
    '*nowhere',
    'a: &a [*a]',
    '"',
    '---',
    '%YAML 9',
    '\t- x',
  ],
  ...[
    '? [a, b]',
    '!!js/function x',
    '<<: {}',
    '__proto__: {}',
    '{'.repeat(3_000),
    '\u0000',
    '\ud800',
  ],
  ...['a: &b [1,1]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d]'],
]
const oddWords = [
  ...[
    '',
    CANARY,
    '"',
    "'",
    '~',
    '.inf',
    '.nan',
    '0x1F',
    '1e400',
    '-1',
    '[]',
    '{}',
    '*a',
    '&a',
    '!!x',
  ],
  ...[
    '__proto__',
    'constructor',
    '2026-13-45',
    '99999999999999999999',
    '\u0000',
    '=1+1',
    '#',
    '\u2028',
  ],
]

function editOnce(bytes: Uint8Array, { kind, at = 0, by = 0 }: Edit): Uint8Array {
  const place = at % Math.max(1, bytes.length)
  const copy = bytes.slice()
  const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
  switch (kind) {
    case 'bit':
      if (bytes.length > 0) copy[place] = copy[place]! ^ (1 << (by % 8))
      return copy
    case 'byte':
      if (bytes.length > 0) copy[place] = by % 256
      return copy
    case 'cut':
      return copy.slice(0, place)
    case 'trail':
      return join(
        copy,
        Uint8Array.from({ length: 1 + (by % 64) }, () => at % 256),
      )
    case 'insert':
      return join(copy.slice(0, place), Uint8Array.of(by % 256), copy.slice(place))
    case 'delete':
      return join(copy.slice(0, place), copy.slice(place + 1 + (by % 40)))
    case 'bytes':
      return join(copy.slice(0, place), Uint8Array.of(0xff, 0xc0, 0x80), copy.slice(place))
    case 'element': {
      const from = 32 * (at % Math.max(1, Math.floor(bytes.length / 32)))
      const bad = badElements[by % badElements.length]!
      return join(copy.slice(0, from), bad, copy.slice(from + 32))
    }
    case 'swap': {
      const [one, other] = [at, by].map(
        (n) => 32 * (n % Math.max(1, Math.floor(bytes.length / 32))),
      )
      copy.set(bytes.subarray(one, one! + 32), other!)
      copy.set(bytes.subarray(other, other! + 32), one!)
      return copy
    }
    case 'repeat':
      return join(copy, copy.slice(0, 32 * (by % 8)))
    case 'big':
      return join(...Array.from({ length: 1 + (by % 6) }, () => copy))
    case 'none':
      return new Uint8Array(0)
    default:
      return copy
  }
}
