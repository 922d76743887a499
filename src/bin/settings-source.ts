import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { WatchedSource } from '../node/source-watch.ts'
import { watchFolder } from '../node/watched-folder.ts'
import { watchView } from '../node/watched-view.ts'
import type { Home } from '../settings/home.ts'
import type { SourceSettings, ViewSettings } from '../settings/source-settings.ts'
import { type FieldMap, plainFieldMap, readFieldMap } from '../source/field-map.ts'
import { viewPlace } from '../source/view-place.ts'
import { type OpenView, openView } from '../source/view-source.ts'

const MINUTE_MS = 60_000
/** A folder costs nothing to look into; a view is read as a whole. */
const FOLDER_MINUTES = 1
const VIEW_MINUTES = 1440

/** The source of node.yaml, its files relative to the home folder. */
export function watchedSource(home: Home, settings: SourceSettings): WatchedSource {
  const { update, map } = settings
  const common = {
    update,
    readMap: () => readMap(home, map),
    clock: systemClock,
  }
  if ('folder' in settings) {
    return watchFolder({
      ...common,
      folder: resolve(home.folder, settings.folder),
      files: settings.files,
      deleteAfter: settings.deleteAfter,
      everyMs: (settings.everyMinutes ?? FOLDER_MINUTES) * MINUTE_MS,
    })
  }
  return watchView({
    ...common,
    everyMs: (settings.everyMinutes ?? VIEW_MINUTES) * MINUTE_MS,
    open: (fields) => openSettingsView(home, settings, fields),
  })
}

/** Throws `source.password`, `source.ca`, and what viewPlace and openView throw. */
export async function openSettingsView(
  home: Home,
  { database, view, passwordFile, writableAccount, ...tls }: ViewSettings,
  map: FieldMap,
): Promise<OpenView> {
  const password =
    passwordFile === undefined ? '' : await readPassword(resolve(home.folder, passwordFile))
  const ca = tls.ca === undefined ? {} : { ca: await readAuthorities(resolve(home.folder, tls.ca)) }
  const plain = tls.plainDatabase === 'allow'
  const address = database.replace(
    /^sqlite:(?!\/)(.+)$/,
    (_, path) => `sqlite:${resolve(home.folder, path)}`,
  )
  return openView(viewPlace(address, { view, password, plain, ...ca }), {
    map,
    writable: writableAccount === 'allow',
  })
}

export async function readMap(home: Home, file: string | undefined): Promise<FieldMap> {
  return file === undefined ? plainFieldMap : readFieldMap(resolve(home.folder, file))
}

async function readAuthorities(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  // Without one in it every certificate would be refused, and nobody told why.
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new Problem({
    code: 'source.ca',
    what: 'The file with the certificates that the source database is checked by is not there or holds none',
    where: file,
    remedy: 'Put the certificate of its authority there, as PEM.',
  })
}

async function readPassword(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'source.password',
      what: 'The file with the password of the source database is not there or cannot be read',
      where: file,
      remedy: 'Put the password into it on one line, readable by this user only.',
      cause,
    })
  })
  return text.replace(/\r?\n$/, '')
}
