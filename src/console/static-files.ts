import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Home } from '../settings/home.ts'
import type { ConsoleEnv } from './routes.ts'

const CSS = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

function beside(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

/** As the package ships it, unchanged: its `exports` name no bundle, so it is found from its entry. */
function webauthnBundle(): string {
  const entry = createRequire(import.meta.url).resolve('@simplewebauthn/browser')
  return readFileSync(join(entry, '..', '..', 'dist', 'bundle', 'index.umd.min.js'), 'utf8')
}

/**
 * Style and scripts, for anybody who reaches the port. An organisation's own looks: a file `theme.css` in
 * the home folder that sets the tokens of ours anew.
 */
export function addStaticFiles(app: Hono<ConsoleEnv>, { home }: { readonly home: Home }): void {
  const files: readonly (readonly [string, string, string])[] = [
    ['/console.css', beside('./console.css'), CSS],
    ['/passkey.js', beside('./passkey.js'), SCRIPT],
    ['/live.js', beside('./live.js'), SCRIPT],
    ['/webauthn.js', webauthnBundle(), SCRIPT],
  ]
  for (const [path, text, type] of files) {
    app.get(path, (context) => context.body(text, 200, { 'content-type': type }))
  }
  const theme = beside('./theme.css')
  app.get('/theme.css', async (context) => {
    const own = await readFile(join(home.folder, 'theme.css'), 'utf8').catch(() => '')
    return context.body(`${theme}\n${own}`, 200, { 'content-type': CSS })
  })
  app.get('/favicon.ico', (context) => context.body(null, 204))
}
