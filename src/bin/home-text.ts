import { COORDINATOR } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { fingerprint, type PublicKey } from '../crypto/identity.ts'
import { readingCode } from '../enrolment/reading-code.ts'
import { type Home, readAgreement } from '../settings/home.ts'
import type { Checked } from './home-problems.ts'

/** `enrols`: what comes next is done at once. */
export function printNewHome(home: Home, id: string, key: PublicKey, enrols = false): void {
  const next =
    id === COORDINATOR
      ? `Next: put agreement.yaml into the folder, invite each organisation (coordinator invite ORGANISATION),
and start coordinator serve: it waits until all have enrolled.`
      : `Next: samentel node enrol --home ${home.folder} with the code of the coordinator gets agreement and keys;
or put agreement.yaml into the folder and the others' public keys into peers/. Then run check.`
  process.stdout.write(`Made keys and settings of ${id} in ${home.folder}.
  settings      ${home.settings}
  public key    ${home.peers}/${id}.json (give this file to everybody else)
  fingerprint   ${fingerprint(key)} (read it to each other)
${enrols ? '' : `${next}\n`}`)
}

export async function printChecked({ home, self, problems }: Checked): Promise<void> {
  if (problems.length > 0) return printProblems(problems)
  process.stdout.write(`${self}: settings, agreement and keys are in order.\n`)
  const { keys, digest } = await readAgreement(home)
  process.stdout.write(`agreement and keys together: ${digest} (must be the same everywhere)\n`)
  process.stdout.write(`to read aloud: ${readingCode(digest)}\n`)
  for (const [id, key] of Object.entries(keys)) {
    process.stdout.write(`  ${fingerprint(key)}  ${id}\n`)
  }
}

/** All of them, each on its line; the command has failed. */
export function printProblems(problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${problem.message}\n`)
  process.exitCode = 1
}
