import { fingerprint, type PublicKey } from '../crypto/identity.ts'
import { checkHome } from '../settings/check-home.ts'
import { type Home, readAgreement } from '../settings/home.ts'
import { looseSecrets } from '../settings/loose-secrets.ts'
import { supported } from './wire.ts'

export function printNewHome(home: Home, id: string, key: PublicKey): void {
  process.stdout.write(`Made keys and settings of ${id} in ${home.folder}.
  settings      ${home.settings}
  public key    ${home.peers}/${id}.json (give this file to everybody else)
  fingerprint   ${fingerprint(key)} (read it to each other)
Next: put agreement.yaml into the folder and the others' public keys into peers/, then run check;
an organisation then reads and accepts it: node agreement show, node agreement accept.
`)
}

export async function printCheck(home: Home, self: string, rehearsal: boolean): Promise<void> {
  const can = { ...supported, unproven: rehearsal }
  const problems = [...(await checkHome(home, self, can)), ...(await looseSecrets(home))]
  if (problems.length === 0) {
    process.stdout.write(`${self}: settings, agreement and keys are in order.\n`)
    const { keys, digest } = await readAgreement(home)
    process.stdout.write(`agreement and keys together: ${digest} (must be the same everywhere)\n`)
    for (const [id, key] of Object.entries(keys)) {
      process.stdout.write(`  ${fingerprint(key)}  ${id}\n`)
    }
    return
  }
  for (const problem of problems) process.stderr.write(`${problem.message}\n`)
  process.exitCode = 1
}
