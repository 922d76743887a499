import { Command } from 'commander'
import { isProblem } from '../base/problem.ts'
import { addRehearse } from './rehearse.ts'

const program = new Command('samentel')
  .description('Samen tellen: count the persons on many registers, once each, without showing one.')
  .showHelpAfterError('(samentel --help tells more)')

addRehearse(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!isProblem(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
