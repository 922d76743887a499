import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import {
  type Identity,
  loadIdentity,
  loadSharingSeed,
  type PrivateKey,
  readPrivateKey,
} from '../crypto/identity.ts'
import { type Agreement, makeAgreement, type Terms, termsSchema } from '../round/agreement.ts'
import { readYaml } from './read-yaml.ts'

/** Where everything of one node or coordinator stands, below one folder. */
export interface Home {
  readonly folder: string
  readonly settings: string
  readonly agreement: string
  readonly peers: string
  /** There while keys came from the coordinator alone, and nobody has compared them by voice. */
  readonly toCompare: string
  readonly identity: string
  readonly storageKey: string
  readonly matchingSecret: string
  readonly rounds: string
  /** What shows a third party that somebody did not follow the protocol. */
  readonly evidence: string
  /** The identity key before the last, until its succession has been sent. */
  readonly formerIdentity: string
  /** Locked while a process serves. */
  readonly lock: string
}

export function homeAt(folder: string, role: 'node' | 'coordinator'): Home {
  return {
    folder,
    settings: join(folder, `${role}.yaml`),
    agreement: join(folder, 'agreement.yaml'),
    peers: join(folder, 'peers'),
    toCompare: join(folder, 'peers', 'to-compare'),
    identity: join(folder, 'secrets', 'identity.json'),
    storageKey: join(folder, 'secrets', 'storage.key'),
    matchingSecret: join(folder, 'secrets', 'matching.key'),
    rounds: join(folder, 'rounds'),
    evidence: join(folder, 'evidence'),
    formerIdentity: join(folder, 'secrets', 'identity-former.json'),
    lock: join(folder, 'data', 'serving.lock'),
  }
}

/** A database file stands relative to the home folder. */
export function databaseUrl(home: Home, url: string): string {
  const match = /^sqlite:(?!:memory:)(?!\/)(.+)$/.exec(url)
  return match === null ? url : `sqlite:${join(home.folder, match[1] ?? '')}`
}

/** Organisations agree on it; no command makes it up. */
const NO_AGREEMENT =
  'Get it from the coordinator with a code: samentel node enrol; or put the file there that all agreed on.'

export async function readAgreement(home: Home): Promise<Agreement> {
  return makeAgreement(await readTerms(home), await readPeers(home))
}

export async function readTerms(home: Home): Promise<Terms> {
  return readYaml(home.agreement, termsSchema, NO_AGREEMENT)
}

/** What the files of peers/ hold, by party; null where one holds no JSON. */
export async function readPeers(home: Home): Promise<Readonly<Record<string, unknown>>> {
  const keys: Record<string, unknown> = {}
  for (const file of await readdir(home.peers).catch(() => [])) {
    if (!file.endsWith('.json')) continue
    keys[file.slice(0, -'.json'.length)] = await readPeer(join(home.peers, file))
  }
  return keys
}

async function readPeer(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

export async function readIdentity(home: Home, id: string): Promise<Identity> {
  return loadIdentity(id, await readSecretText(home.identity), home.identity)
}

/** The private half of the key to which others seal the matching secret for this organisation. */
export async function readSharingSeed(home: Home): Promise<Uint8Array> {
  return loadSharingSeed(await readSecretText(home.identity), home.identity)
}

/** How the identity key came to follow the pinned one: none for most. */
export async function readSuccessions(home: Home): Promise<readonly string[]> {
  return (await readIdentityFile(home)).successions ?? []
}

/** The identity file itself, for who makes the next one. */
export async function readIdentityFile(home: Home): Promise<PrivateKey> {
  return readPrivateKey(await readSecretText(home.identity), home.identity)
}

/** 32 bytes as base64url on one line. */
export async function readSecretKey(file: string): Promise<Uint8Array> {
  return secretKeyOf(await readSecretText(file), file)
}

/** `where` names the file or variable. */
export function secretKeyOf(text: string, where: string): Uint8Array {
  const line = text.trim()
  const bytes = /^[A-Za-z0-9_-]{43}$/.test(line) ? fromBase64Url(line) : new Uint8Array(0)
  if (bytes.length === 32) return bytes
  throw new Problem({
    code: 'secret.unreadable',
    what: 'A secret file does not hold 32 bytes in base64url',
    where,
    remedy: 'Put the file back from your own backup.',
  })
}

async function readSecretText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'secret.missing',
      what: 'A secret file is not there or cannot be read',
      where: file,
      remedy:
        'Make new keys with init; the matching secret comes from another owner with: samentel secret take.',
      cause,
    })
  })
}
