import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import { readSecretKey } from '../settings/home.ts'
import { exists, newSecretText, writeSecret } from '../settings/init-home.ts'

export function addSecret(program: Command): void {
  const secret = program.command('secret').description('the matching secret that list owners share')
  secret
    .command('new')
    .description('make one; prints the digest that goes into the agreement')
    .argument('<file>', 'for example secrets/matching.key in the folder of a list owner')
    .action(async (file: string) => {
      if (await exists(file)) throw fileThere(file)
      await writeSecret(file, newSecretText())
      await printDigest(file)
    })
  secret
    .command('digest')
    .description('print the digest of a matching secret')
    .argument('<file>')
    .action(printDigest)
}

async function printDigest(file: string): Promise<void> {
  process.stdout.write(`${matchingSecretDigest(await readSecretKey(file))}\n`)
}

function fileThere(file: string): Problem {
  return new Problem({
    code: 'secret.exists',
    what: 'There is such a file already; it is kept',
    where: file,
    remedy: 'Choose another name. A new secret means that every owner imports its records again.',
  })
}
