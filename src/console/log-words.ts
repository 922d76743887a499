import type { Act } from '../log/act.ts'

/** The log of acts, as a page. */
export interface LogWords {
  readonly title: string
  lead(organisation: string): string
  readonly proof: string
  readonly none: string
  readonly number: string
  readonly at: string
  readonly actor: string
  readonly origin: string
  readonly action: string
  readonly object: string
  readonly result: string
  readonly origins: Readonly<Record<Act['origin'], string>>
  readonly results: Readonly<Record<Act['result'], string>>
  readonly older: string
  readonly newest: string
}

export const logDutch: LogWords = {
  title: 'Logboek',
  lead: (organisation) =>
    `Wat er bij de node van ${organisation} is gedaan, geweigerd of mislukt, en door wie. Het nieuwste staat bovenaan.`,
  proof:
    'Niets wordt hier ooit gewijzigd of verwijderd, en de andere organisaties tekenen mee. Controleer het zelf, zonder netwerk: samentel audit export en samentel audit verify.',
  none: 'Er is nog niets gedaan.',
  number: 'Nr.',
  at: 'Wanneer',
  actor: 'Wie',
  origin: 'Waarlangs',
  action: 'Handeling',
  object: 'Waarop',
  result: 'Uitkomst',
  origins: {
    console: 'deze pagina’s',
    command: 'opdrachtregel',
    node: 'node, vanzelf',
    coordinator: 'coördinator',
  },
  results: { done: 'gedaan', refused: 'geweigerd', failed: 'mislukt' },
  older: 'Oudere',
  newest: 'Naar de nieuwste',
}

export const logEnglish: LogWords = {
  title: 'Log',
  lead: (organisation) =>
    `What was done, refused or failed at the node of ${organisation}, and by whom. The newest comes first.`,
  proof:
    'Nothing here is ever changed or deleted, and the other organisations sign for it. Verify it yourself, without a network: samentel audit export and samentel audit verify.',
  none: 'Nothing was done yet.',
  number: 'No.',
  at: 'When',
  actor: 'Who',
  origin: 'By way of',
  action: 'Act',
  object: 'On what',
  result: 'Outcome',
  origins: {
    console: 'these pages',
    command: 'command line',
    node: 'the node by itself',
    coordinator: 'coordinator',
  },
  results: { done: 'done', refused: 'refused', failed: 'failed' },
  older: 'Older',
  newest: 'To the newest',
}
