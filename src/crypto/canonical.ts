import canonicalize from 'canonicalize'

/** JSON Canonicalization Scheme, RFC 8785: one value, one text. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('value has no JSON form')
  return text
}
