import { html } from 'hono/html'
import type { Decider } from '../node/decisions.ts'
import type { Html } from './page.ts'
import type { ConsoleContext } from './routes.ts'
import type { Role } from './who.ts'

/** Who is signed in, as decisions and the log of acts name this person. */
export function decider(context: ConsoleContext): Decider {
  const { name, role } = context.get('who')
  return { actor: name, origin: 'console', role }
}

/** Whether a yes of this role counts now: an operator only confirms what a privacy officer has said. */
export function mayLetOut(role: Role, isSecond: boolean): boolean {
  return role === 'privacy-officer' || (role === 'operator' && isSecond)
}

/** A field of a form as text; undefined where it is missing, empty or a file. */
export async function field(context: ConsoleContext, name: string): Promise<string | undefined> {
  const value = (await context.req.parseBody())[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Where a reason is written that all parties will read. */
export function reasonField(
  id: string,
  words: { readonly reason: string; readonly reasonNote: string },
): Html {
  return html`<p><label for="${id}">${words.reason}</label>
<textarea id="${id}" name="reason" rows="3" maxlength="400" required aria-describedby="${id}-note"></textarea></p>
<p class="note" id="${id}-note">${words.reasonNote}</p>`
}
