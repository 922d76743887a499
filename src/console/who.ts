/** What a person may do in the console; each route says which of these may ask for it (`access.ts`). */
export const roles = ['operator', 'privacy-officer', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Who is signed in. */
export interface Who {
  /** Unique, and the same at every sign-in: `passkey:NAME` or `oidc:SUBJECT`. */
  readonly id: string
  /** As pages and the log of acts name this person; of nobody else, and it does not change. */
  readonly name: string
  readonly role: Role
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
