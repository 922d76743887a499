import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import type { Identity, PublicKey } from '../crypto/identity.ts'
import { signJson, verifyJson } from '../crypto/sign.ts'

const HELLO_TYP = 'samentel-hello+jws'

/** What makes an old answer useless to whoever repeats it: 32 bytes that the asker drew. */
export const helloNonceSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

const helloSchema = z.strictObject({
  nonce: helloNonceSchema,
  atMs: z.int(),
  software: z.string().regex(/^\d{1,5}(\.\d{1,5}){2}$/),
  /** Digest of its agreement and keys; null while keys of others are still to come. */
  agreement: z.string().max(43).nullable(),
})
export type Hello = z.infer<typeof helloSchema>

/** The coordinator says who it is, with the nonce of who asks (protocol/messages.md, Routes). */
export async function signHello(identity: Identity, hello: Hello): Promise<string> {
  return signJson(identity, HELLO_TYP, hello)
}

/** @throws Problem `signature.refused`; `transport.other-hello` when it answers something else */
export async function verifyHello(
  jws: string,
  {
    nonce,
    signer,
    key,
  }: { readonly nonce: string; readonly signer: string; readonly key: PublicKey },
): Promise<Hello> {
  const said = helloSchema.safeParse(await verifyJson(jws, { typ: HELLO_TYP, signer, key }))
  if (said.success && said.data.nonce === nonce) return said.data
  throw new Problem({
    code: 'transport.other-hello',
    what: 'The coordinator answered another question than was asked: something on the way repeats old answers',
    remedy: 'Ask who keeps the network or the proxy whether it stores answers.',
    status: 503,
  })
}

/** @throws Problem `request.malformed` where the address brings no nonce, or more than that */
export function askedNonce(url: string): string {
  const words = [...new URL(url).searchParams]
  const nonce = helloNonceSchema.safeParse(words[0]?.[0] === 'nonce' ? words[0][1] : null)
  if (nonce.success && words.length === 1) return nonce.data
  throw new Problem({
    code: 'request.malformed',
    what: 'A request brings no nonce of 32 bytes in base64url',
  })
}
