/*
 * From what a list holds to elements (protocol/specification.md 2). Needs the matching secret,
 * which owners hold and nobody else. Who has it can guess keys until the element fits, so elements
 * leave the node inside ciphertexts only.
 */
import { createHmac } from 'node:crypto'
import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { type GroupEngine, IDENTITY, WIDE_BYTES } from '../group/engine.ts'
import { hashToGroup } from '../group/hash-to-group.ts'
import { groupTags, SECRET_BYTES } from './suite.ts'

/** A match key before it becomes an element. */
export interface CanonicalKey {
  /** Recipe and its version, as the agreement names it. */
  readonly recipe: string
  /** The key's id in the recipe, e.g. `K04`; never the slot, so that spare slots meet. */
  readonly keyId: string
  /** The normalised bytes the recipe made. */
  readonly canonical: Uint8Array
}

/** What the presence column holds. `real` adds nothing to a sum. */
export type Presence = 'real' | 'padding' | 'check'

/**
 * H(key) = HashToGroup_KEY(HMAC-SHA-512(s, len‖recipe ‖ len‖key id ‖ len‖canonical key))
 * (protocol/specification.md 2.1).
 *
 * @param secret the matching secret s, 32 bytes; another length is refused with `secret.length`
 * @returns 32 bytes, an element
 */
export function keyElement(engine: GroupEngine, secret: Uint8Array, key: CanonicalKey): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw badSecret()
  const message = lengthPrefixed(utf8(key.recipe), utf8(key.keyId), key.canonical)
  const mac = createHmac('sha512', secret).update(message).digest()
  return hashToGroup(engine, new Uint8Array(mac), groupTags.key)
}

/**
 * A filler for an empty slot (protocol/specification.md 2.2): the one-way map on 64 fresh bytes.
 * Never a known multiple of G: who knows the scalar could recognise the filler among tokens.
 */
export function filler(engine: GroupEngine, random: Random): Uint8Array {
  return engine.fromUniform(random(WIDE_BYTES))
}

/**
 * What the presence column of a row holds (protocol/specification.md 2.3): the identity for `real`,
 * HashToGroup_PRESENCE(len‖presence) else.
 */
export function presenceElement(engine: GroupEngine, presence: Presence): Uint8Array {
  if (presence === 'real') return IDENTITY.slice()
  return hashToGroup(engine, lengthPrefixed(utf8(presence)), groupTags.presence)
}

/**
 * The element that stands for a list in the label column (protocol/specification.md 2.4):
 * HashToGroup_LABEL(len‖core digest ‖ len‖list id). Bound to the round, so that labels of two
 * rounds cannot be mixed.
 */
export function labelElement(
  engine: GroupEngine,
  coreDigest: Uint8Array,
  listId: string,
): Uint8Array {
  return hashToGroup(engine, lengthPrefixed(coreDigest, utf8(listId)), groupTags.label)
}

/**
 * The element that stands for a code in the column of its table (protocol/specification.md 2.5):
 * HashToGroup_CODE(len‖core digest ‖ len‖table id ‖ len‖code).
 */
export function codeElement(
  engine: GroupEngine,
  coreDigest: Uint8Array,
  table: string,
  code: string,
): Uint8Array {
  return hashToGroup(engine, lengthPrefixed(coreDigest, utf8(table), utf8(code)), groupTags.code)
}

function badSecret(): Problem {
  return new Problem({
    code: 'secret.length',
    what: `A secret must be ${SECRET_BYTES} bytes`,
    remedy: 'Restore it from its backup, or agree on a new one with all owners.',
  })
}
