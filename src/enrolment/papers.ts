/*
 * What a node and the coordinator send each other when the node enrols (protocol/specification.md 17). A code
 * of 128 bits that went another way authenticates both directions, each text under a MAC of its own (after
 * MAP1 of Bellare and Rogaway, Entity Authentication and Key Distribution, CRYPTO 1993): the code is too long
 * to be guessed, so no password-authenticated exchange is needed.
 */
import { z } from 'zod'
import { equalBytes, fromBase64Url, lengthPrefixed, toBase64Url, utf8 } from '../base/bytes.ts'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { keyedDigest } from '../crypto/digest.ts'
import { type Identity, type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import { claimedSigner, signJson, verifyJson } from '../crypto/sign.ts'
import { helloNonceSchema } from '../transport/hello.ts'

const REQUEST_TYP = 'samentel-enrolment+jws'
const PAPERS_TYP = 'samentel-papers+jws'

const requestSchema = z.strictObject({
  version: z.literal(1),
  organisation: idSchema,
  nonce: helloNonceSchema,
  key: publicKeySchema,
  software: z.string().max(40),
  atMs: z.int(),
})
export type EnrolmentRequest = z.infer<typeof requestSchema>

const papersSchema = z.strictObject({
  version: z.literal(1),
  to: idSchema,
  /** Of the request that it answers. */
  nonce: helloNonceSchema,
  /** The text of agreement.yaml, byte for byte. */
  agreement: z.string().max(2_000_000),
  /** The coordinator's, and those of others that are there by now. */
  keys: z.record(z.string(), publicKeySchema),
  software: z.string().max(40),
  atMs: z.int(),
})
export type Papers = z.infer<typeof papersSchema>

const macSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** A signed text and its MAC under the key of the invitation, base64url. */
export const sealedTextSchema = z.strictObject({ text: z.string().max(4_000_000), mac: macSchema })
export type SealedText = z.infer<typeof sealedTextSchema>

/** Signed with the very key that it brings: who enrols a key holds its private half. */
export async function sealRequest(
  identity: Identity,
  request: Omit<EnrolmentRequest, 'version' | 'organisation' | 'key'>,
  invitation: Uint8Array,
): Promise<SealedText> {
  const { id: organisation, publicKey: key } = identity
  const text = await signJson(identity, REQUEST_TYP, { version: 1, organisation, key, ...request })
  return { text, mac: toBase64Url(requestMac(invitation, text)) }
}

/** Before anything else of a request is believed. @throws Problem `enrolment.refused` */
export async function openRequest(
  { text, mac }: SealedText,
  invitation: Uint8Array,
): Promise<EnrolmentRequest> {
  if (!equalBytes(fromBase64Url(mac), requestMac(invitation, text))) throw refused()
  const claimed = requestSchema.safeParse(payloadOf(text))
  if (!claimed.success) throw refused()
  const { organisation: signer, key } = claimed.data
  const signed = await verifyJson(text, { typ: REQUEST_TYP, signer, key })
  return requestSchema.parse(signed)
}

export async function signPapers(
  identity: Identity,
  papers: Omit<Papers, 'version'>,
): Promise<string> {
  return signJson(identity, PAPERS_TYP, { version: 1, ...papers })
}

/** Bound to the request, so that the answer to one cannot pass for the answer to another. */
export function sealPapers(text: string, request: SealedText, invitation: Uint8Array): SealedText {
  return { text, mac: toBase64Url(answerMac(invitation, request.text, text)) }
}

/** The answer to a request, from whoever knows the code; then signed by the key it brings. */
export async function openPapers(
  { text, mac }: SealedText,
  { request, invitation, self }: { request: SealedText; invitation: Uint8Array; self: Asked },
): Promise<Papers> {
  const right = answerMac(invitation, request.text, text)
  if (!equalBytes(fromBase64Url(mac), right)) throw notFromHolder()
  const claimed = papersSchema.safeParse(payloadOf(text))
  const key = claimed.success ? claimed.data.keys[COORDINATOR] : undefined
  if (key === undefined) throw notFromHolder()
  return verifyPapers(text, key, self)
}

export interface Asked {
  readonly id: string
  readonly publicKey: PublicKey
  readonly nonce: string
}

/** @throws Problem `signature.refused`, `enrolment.papers` */
export async function verifyPapers(text: string, key: PublicKey, asked: Asked): Promise<Papers> {
  const signed = await verifyJson(text, { typ: PAPERS_TYP, signer: COORDINATOR, key })
  const papers = papersSchema.safeParse(signed)
  if (!papers.success) throw wrongPapers('they have another form')
  const { to, nonce, keys } = papers.data
  if (to !== asked.id || nonce !== asked.nonce) throw wrongPapers('they answer another request')
  const own = keys[asked.id]
  if (own === undefined || canonicalJson(own) !== canonicalJson(asked.publicKey)) {
    throw wrongPapers('they name another key of ours')
  }
  return papers.data
}

/** The organisation that a request says it is from; nothing of it is verified. */
export function claimedOrganisation(text: string): string {
  return claimedSigner(text)
}

function requestMac(key: Uint8Array, text: string): Uint8Array {
  return keyedDigest(key, 'samentel enrolment request v1', utf8(text))
}

function answerMac(key: Uint8Array, request: string, text: string): Uint8Array {
  return keyedDigest(key, 'samentel enrolment answer v1', lengthPrefixed(utf8(request), utf8(text)))
}

function payloadOf(jws: string): unknown {
  try {
    return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return null
  }
}

/** The same for a wrong code, no invitation and another organisation: nobody learns who is invited. */
export function refused(): Problem {
  return new Problem({
    code: 'enrolment.refused',
    what: 'The coordinator takes this code not, or not from this organisation',
    remedy:
      'Check the key organisation in the settings, and the code; ask the coordinator for a new one.',
    status: 403,
  })
}

function notFromHolder(): Problem {
  return new Problem({
    code: 'enrolment.other-side',
    what: 'What answered does not know the code: it is not the coordinator, or something on the way altered its answer. Nothing was taken from it',
    remedy: 'Check coordinator in the settings; ask the coordinator for a new code, by telephone.',
    status: 502,
  })
}

function wrongPapers(why: string): Problem {
  return new Problem({
    code: 'enrolment.papers',
    what: `What the coordinator sent cannot be taken: ${why}`,
    remedy: 'Compare versions with the coordinator, then enrol again.',
    status: 502,
  })
}
