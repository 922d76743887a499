import { readFile } from 'node:fs/promises'
import { isCancel, password } from '@clack/prompts'
import type { Lock } from '../backup/sealed-file.ts'
import { Problem } from '../base/problem.ts'
import { readSecretKey } from '../settings/home.ts'

/** Argon2id makes each guess dear; words of this length are then out of reach (NIST SP 800-63B 3.1.1.2: at least 15). */
const LEAST_CHARS = 15

export interface LockOptions {
  readonly keyFile?: string
  readonly passphraseFile?: string
}

/** From a file, or asked for where a person sits at the keyboard; twice where it is new. */
export async function readLock(options: LockOptions, use: 'make' | 'open'): Promise<Lock> {
  const { keyFile, passphraseFile } = options
  if (keyFile !== undefined && passphraseFile !== undefined) throw noLock()
  if (keyFile !== undefined) return { key: await readSecretKey(keyFile) }
  const passphrase =
    passphraseFile === undefined ? await ask(use) : await readPassphrase(passphraseFile)
  if (use === 'make' && [...passphrase].length < LEAST_CHARS) throw tooShort()
  return { passphrase }
}

async function readPassphrase(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'backup.no-passphrase-file',
      what: 'The file with the passphrase is not there or cannot be read',
      where: file,
      remedy: 'Check the path, and that this user may read it.',
      cause,
    })
  })
  return text.replace(/\r?\n$/, '')
}

async function ask(use: 'make' | 'open'): Promise<string> {
  if (!process.stdin.isTTY) throw noLock()
  const first = await prompt('Passphrase of the backup')
  if (use === 'make' && (await prompt('The same once more')) !== first) {
    throw new Problem({
      code: 'backup.passphrases-differ',
      what: 'The two passphrases are not the same',
      remedy: 'Try again.',
    })
  }
  return first
}

async function prompt(message: string): Promise<string> {
  const answer = await password({ message })
  if (isCancel(answer)) throw noLock()
  return answer
}

function noLock(): Problem {
  return new Problem({
    code: 'backup.no-lock',
    what: 'Nothing says with what the backup is sealed',
    remedy: 'Give one of --passphrase-file and --key-file, or type a passphrase where it is asked.',
  })
}

function tooShort(): Problem {
  return new Problem({
    code: 'backup.short-passphrase',
    what: `The passphrase has fewer than ${LEAST_CHARS} characters, so it could be guessed`,
    remedy: 'Take five or more words, or a key file.',
  })
}
