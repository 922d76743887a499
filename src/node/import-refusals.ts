import { Problem } from '../base/problem.ts'
import type { ReadResult } from './record-reading.ts'

/** Thrown before the transaction, so the former records stay. */
export function nothingLeft(file: string, { records, findings }: ReadResult): Problem {
  const [first] = findings.toJSON().toSorted((a, b) => b.count - a.count)
  return new Problem({
    code: 'import.nothing-left',
    what: `All ${records} records were refused, most of them by ${first?.code ?? 'some rule'}; what was imported before is kept`,
    where: file,
    remedy: first?.remedy ?? 'Check the mapping and the settings.',
  })
}

export function shrunk(staged: number, former: number): Problem {
  return new Problem({
    code: 'import.shrunk',
    what: `The source holds ${staged} usable records, less than half of the ${former} that are here; those are kept`,
    remedy: 'See whether the export was cut off; if it is right, import it by hand: node import.',
  })
}

export function stopped(lines: number): Problem {
  return new Problem({
    code: 'import.stopped',
    what: `The import was stopped after ${lines} records; the records of before are unchanged`,
    remedy: 'Give the same command again: it goes on from there.',
  })
}

export function changed(name: string): Problem {
  return new Problem({
    code: 'source.changed',
    what: 'The source changed while it was read; nothing of it was taken over',
    where: name,
    remedy: 'Import again when your system has finished writing it.',
    status: 409,
  })
}

export function otherKeys(): Problem {
  return new Problem({
    code: 'import.update-other-keys',
    what: 'The records here are keyed for another agreement, recipe or secret, or there are none yet',
    remedy: 'Import the whole register once, without --update.',
    status: 409,
  })
}
