import { canonicalJson } from '../../src/crypto/canonical.ts'
import { editText } from './edit-bytes.ts'
import { badElements, CANARY, type Edit, ofValues } from './edits.ts'

/** Put in place of a value that JSON.stringify could not write. */
const NEST = '@nested@'
const NESTING = 20_000

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** What stands where something else was due. */
const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2,
  2 ** 53,
  -(2 ** 53),
  1e308,
  '',
  CANARY,
  `${CANARY}\u0000\u001b[2J\n`,
  '\ud800',
  'A',
  'A'.repeat(43),
  'A'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  'coordinator',
  'open/persons/0',
  '../../x',
  '%00',
  [],
  {},
  [[]],
  [CANARY],
  { length: 3 },
  Array.from({ length: 2_000 }, () => CANARY),
  NEST,
  ...badElements.map(base64),
]
const names = [CANARY, '__proto__', 'constructor', 'hasOwnProperty', 'toString', '0', '', 'version']

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Path = readonly (string | number)[]

/** The text of a JSON value after edits: canonical as signed texts are, unless an edit is of the text. */
export function editJson(sample: unknown, edits: readonly Edit[]): Uint8Array {
  const value: unknown = structuredClone(sample)
  const holder = { root: value as Json }
  for (const one of edits.filter(({ kind }) => ofValues.includes(kind))) editValue(holder, one)
  const text = writeJson(holder.root)
  const onText = edits.filter(({ kind }) => !ofValues.includes(kind))
  return editText(new Uint8Array(Buffer.from(text, 'utf8')), onText)
}

export function writeJson(value: unknown): string {
  const nested = `${'['.repeat(NESTING)}${']'.repeat(NESTING)}`
  return textOf(value).replaceAll(`"${NEST}"`, nested)
}

function textOf(value: unknown): string {
  try {
    return canonicalJson(value)
  } catch {
    return JSON.stringify(value) ?? 'null' // a lone surrogate has no canonical form
  }
}

function editValue(holder: { root: Json }, edit: Edit): void {
  const paths = edit.path === undefined ? pathsOf(holder.root) : [['root', ...edit.path]]
  const path = paths[(edit.at ?? 0) % paths.length] ?? ['root']
  const parent = path.slice(0, -1).reduce<Json>(childOf, holder as Json)
  const last = path.at(-1) ?? 'root'
  if (parent === null || typeof parent !== 'object') return
  const before = childOf(parent, last)
  const by = edit.by ?? 0
  const name = () => String(edit.value ?? names[by % names.length])
  const kinds: Readonly<Record<string, () => void>> = {
    replace: () => setChild(parent, last, structuredClone(edit.value ?? odd[by % odd.length])),
    remove: () => removeChild(parent, last),
    add: () => addTo(before, name(), structuredClone(odd[(by >> 4) % odd.length])),
    rename: () => {
      removeChild(parent, last)
      addTo(parent, name(), before)
    },
    double: () => void (Array.isArray(parent) && parent.push(structuredClone(before))),
    exchange: () => setChild(parent, last, otherOf(holder, before, by)),
    shift: () => void (typeof before === 'number' && setChild(parent, last, before + (by % 3) - 1)),
  }
  const run = kinds[edit.kind]
  if (run !== undefined) run()
  else if (typeof before === 'string') setChild(parent, last, editWord(before, edit.kind, by))
}

/** What stands elsewhere in the same input: another sender, digest or number. */
function otherOf(holder: { root: Json }, before: Json, by: number): Json {
  const all = pathsOf(holder.root).map((one) => one.reduce<Json>(childOf, holder as Json))
  const same = all.filter((one) => typeof one === typeof before)
  return structuredClone(same[by % same.length] ?? null)
}

function editWord(word: string, kind: string, by: number): string {
  if (kind === 'lengthen') return word + ['A', '=', ' ', '\u0000', '/0', '.'][by % 6]
  if (kind === 'shorten') return word.slice(0, by % Math.max(1, word.length))
  const at = by % Math.max(1, word.length)
  const other = String.fromCharCode(word.charCodeAt(at) ^ (1 << (by % 5)))
  return word.slice(0, at) + other + word.slice(at + 1)
}

function pathsOf(value: Json, path: Path = ['root']): Path[] {
  if (value === null || typeof value !== 'object') return [path]
  const parts = Array.isArray(value) ? [...value.keys()].slice(0, 12) : Object.keys(value)
  return [path, ...parts.flatMap((part) => pathsOf(childOf(value, part), [...path, part]))]
}

function childOf(value: Json, part: string | number): Json {
  if (value === null || typeof value !== 'object') return null
  return Object.getOwnPropertyDescriptor(value, part)?.value ?? null
}

/** As JSON.parse does it: `__proto__` too is a property like others. */
function setChild(parent: object, part: string | number, value: unknown): void {
  const own = { value, writable: true, enumerable: true, configurable: true }
  Object.defineProperty(parent, part, own)
}

function removeChild(parent: Json[] | object, part: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(part), 1)
  else Reflect.deleteProperty(parent, part)
}

function addTo(value: Json, name: string, added: unknown): void {
  if (Array.isArray(value)) value.push((added ?? null) as Json)
  else if (value !== null && typeof value === 'object') setChild(value, name, added)
}
