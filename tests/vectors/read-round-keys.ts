/* A second reading of protocol/specification.md 3 and 4: agreement, core, keys and manifest of a round. */
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js'
import { derive } from './read-derive.ts'
import { canonicalText, jsonDigest, text64, wholeTerms } from './read-json.ts'
import { recipeSlots } from './read-linking.ts'
import { recompute } from './reader.ts'
import type { HolderKeys, RoundInput } from './round-file.ts'
import { splitHex } from './split-hex.ts'

export interface ReadTerms {
  readonly evaluators: readonly string[]
  readonly lists: readonly { id: string; organisation: string; size: number }[]
  readonly tables: readonly { id: string; codes: readonly { id: string; within?: string }[] }[]
  readonly checks: number
  readonly deadlineMinutes: number
  readonly limits: { readonly undecodableShare: number }
}

/** A round once all have shown their keys. */
export interface ReadKeys {
  readonly input: RoundInput
  readonly terms: ReadTerms
  readonly agreementDigest: string
  readonly core: ReadCore
  readonly coreDigest: Buffer
  readonly holders: readonly HolderKeys[]
  readonly manifestDigest: Buffer
  /** Names of all columns, in order. */
  readonly columns: readonly string[]
}

export type ReadCore = ReturnType<typeof readCore>

/** 4.1. */
export function readCore(input: RoundInput, file: Record<string, unknown>, agreement: string) {
  const terms = file as unknown as ReadTerms
  return {
    version: 2,
    round: input.round,
    agreement,
    openedMs: input.openedMs,
    deadlineMs: input.openedMs + terms.deadlineMinutes * 60_000,
    evaluators: terms.evaluators,
    lists: terms.lists
      .filter(({ id }) => input.lists.includes(id))
      .map(({ id, organisation, size }) => ({ id, organisation, rows: size + terms.checks })),
    slots: recipeSlots.map(({ id }) => id),
    tables: terms.tables.map(({ id, codes }) => ({
      id,
      codes: [...codes.map((code) => code.id), 'unknown', 'conflict'],
    })),
    checks: terms.checks,
    proofs: file.proofs,
    cover: file.cover,
    recipe: file.recipe,
    rule: file.rule,
  }
}

export function readKeys(input: RoundInput): ReadKeys {
  const file = wholeTerms(input.terms)
  const agreement = text64(jsonDigest('samentel agreement v2', { terms: file, keys: input.keys }))
  const core = readCore(input, file, agreement)
  const coreDigest = jsonDigest('samentel core v2', core)
  const columns = [
    ...core.slots.map((slot) => `slot/${slot}`),
    'label',
    'presence',
    ...core.tables.map(({ id }) => `code/${id}`),
  ]
  const nonces = splitHex(input.nonces, 32)
  const holders = holdersOf(core).map((holder) =>
    readHolder({ holder, columns, nonces, coreDigest, roundKey: input.roundKeys[holder]! }),
  )
  const manifest = { core, keys: holders.map(({ record }) => record) }
  return {
    ...{ input, terms: file as unknown as ReadTerms, core, coreDigest, holders, columns },
    agreementDigest: agreement,
    manifestDigest: jsonDigest('samentel manifest v2', manifest),
  }
}

export const holdersOf = (core: { readonly evaluators: readonly string[] }) => [
  ...core.evaluators,
  'coordinator',
]

const secrets = new Map<string, { readonly secret: string; readonly publicKey: string }>()

/** y^c and Y^c, of the token k and P; computed once. */
export function secretOf(roundKey: string, name: string) {
  const known = secrets.get(`${roundKey} ${name}`) ?? computeSecret(roundKey, name)
  secrets.set(`${roundKey} ${name}`, known)
  return known
}

function computeSecret(roundKey: string, name: string) {
  const { tokenKey, columnShare, publics } = recompute('secrets', { roundKey, column: name })
  const [P, Y] = splitHex(publics!, 32)
  return name === 'token'
    ? { secret: tokenKey!, publicKey: P! }
    : { secret: columnShare!, publicKey: Y! }
}

/** 3.1 to 3.3; takes its nonces from those that are left. */
function readHolder(of: {
  readonly holder: string
  readonly columns: readonly string[]
  readonly nonces: string[]
  readonly coreDigest: Buffer
  readonly roundKey: string
}): HolderKeys {
  const { holder, columns, nonces, roundKey } = of
  const coordinates = holder === 'coordinator'
  const names = coordinates ? columns : ['token', ...columns]
  const keys = names.map((name) => [name, secretOf(roundKey, name)] as const)
  const shown = keys.map(([name, { publicKey }]) => [name, base64(publicKey)] as const)
  const sealing = xWing.getPublicKey(derive(Buffer.from(roundKey, 'hex'), 32, 'sealing'))
  const record = {
    holder,
    token: coordinates ? null : shown[0]![1],
    columns: Object.fromEntries(shown.slice(coordinates ? 0 : 1)),
    sealing: text64(Buffer.from(sealing)),
    cover: null,
  }
  const coreDigest = of.coreDigest.toString('hex')
  const proofs = keys.map(([keyName, { secret }]) => {
    const about = { secret, coreDigest, holder, keyName, random: nonces.shift()! }
    return [keyName, base64(recompute('proof', about).proof!)]
  })
  const recordBytes = Buffer.from(canonicalText(record)).toString('hex')
  const { commitment } = recompute('commitment', { record: recordBytes })
  return { record, commitment: base64(commitment!), proofs: Object.fromEntries(proofs) }
}

const base64 = (hex: string) => text64(Buffer.from(hex, 'hex'))

/** The public key of one holder's column, in hexadecimal. */
export function publicOf({ input }: ReadKeys, holder: string, column: string): string {
  return secretOf(input.roundKeys[holder]!, column).publicKey
}

/** The sum of the public keys of these holders, column by column. */
export function jointOf(
  keys: ReadKeys,
  columns: readonly string[],
  holders: readonly string[] = holdersOf(keys.core),
): string {
  const sums = columns.map((column) => {
    const publics = holders.map((holder) => publicOf(keys, holder, column)).join('')
    return recompute('joint', { publics }).key!
  })
  return sums.join('')
}

export const sharesOf = ({ input }: ReadKeys, holder: string, columns: readonly string[]) =>
  columns.map((column) => secretOf(input.roundKeys[holder]!, column).secret).join('')

/** 12.2: what a holder draws for one use. */
export function seedOf({ input }: ReadKeys, holder: string, label: string): Buffer {
  const roundKey = Buffer.from(input.roundKeys[holder]!, 'hex')
  return derive(roundKey, 32, 'seed', label, Buffer.alloc(8))
}
