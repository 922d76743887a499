import { html } from 'hono/html'
import { COORDINATOR } from '../base/ids.ts'
import { learningOf } from '../exposure/learning.ts'
import { learningDutch, learningEnglish, pointText } from '../exposure/learning-words.ts'
import { recipeNamed } from '../matching/recipe.ts'
import type { Release } from '../release/release.ts'
import { type Agreement, listsOf } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'
import { formatDate, type Language, nameIn } from '../viewer/language.ts'
import { type Html, list, paragraph, printed, type Row, rows, section, table } from './print.ts'
import { type ProcessingWords, processingWords } from './words.ts'

export interface ProcessingParts {
  readonly agreement: Agreement
  readonly self: string
  readonly retentionDays: number | undefined
  readonly nowMs: number
}

/** A round as this node knows it. */
export interface KnownRound {
  readonly core: Core
  readonly state: 'running' | 'released' | { readonly aborted: string }
  readonly release: Release | null
  readonly keysGone: boolean
}

interface Making extends ProcessingParts {
  readonly language: Language
  readonly words: ProcessingWords
}

/** For the record of article 30(1) GDPR, of what is done under an agreement. */
export function recordOfProcessing(parts: ProcessingParts, language: Language): Html {
  const making = { ...parts, language, words: processingWords(language) }
  const { words } = making
  return printed({
    ...frameOf(making, words.recordTitle, words.recordNote),
    body: [
      controller(making),
      purpose(making),
      subjects(making),
      data(making),
      recipients(making),
      retention(making),
      measures(making),
      section(words.signatures, paragraph(words.fillIn)),
    ],
  })
}

/**
 * For the assessment of article 35(7) GDPR: of an agreement as a whole (the largest round that it
 * allows), or of one round.
 */
export function impactAnnex(
  parts: ProcessingParts,
  language: Language,
  of: { readonly core: Core; readonly round?: KnownRound },
): Html {
  const making = { ...parts, language, words: processingWords(language) }
  const { words } = making
  const { core, round } = of
  const title = round === undefined ? words.annexTitle : words.roundTitle(core.round)
  return printed({
    ...frameOf(making, title, words.annexNote),
    body: [
      ...(round === undefined ? [] : [roundSection(making, round)]),
      purpose(making),
      subjects(making),
      data(making),
      recipients(making),
      need(making),
      risks(making, core),
      section(words.rights.title, paragraph(words.rights.text)),
      retention(making),
      measures(making),
      section(words.signatures, paragraph(words.fillIn)),
    ],
  })
}

function frameOf({ language, words, nowMs }: Making, title: string, note: string) {
  const made = words.made(formatDate(language, new Date(nowMs).toISOString()))
  return { language, title, note, made }
}

function organisationsOf({ agreement, language }: Making, ids?: readonly string[]): string[] {
  return agreement.terms.organisations
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .map(({ name }) => nameIn(language, name))
}

function controller(making: Making): Html {
  const { agreement, self, words } = making
  const { controller: said } = words
  const others = agreement.terms.organisations.map(({ id }) => id).filter((id) => id !== self)
  const all: Row[] = [
    [said.organisation, organisationsOf(making, [self])],
    [said.contact, null],
    [said.officer, null],
    [said.joint, organisationsOf(making, others)],
    [said.coordinator, null],
    [words.agreementDigest, agreement.digest],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function purpose({ agreement, language, words }: Making): Html {
  const { terms } = agreement
  const { purpose: said } = words
  const all: Row[] = [
    [said.purpose, nameIn(language, terms.purpose)],
    [said.basis, nameIn(language, terms.legalBasis)],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function subjects({ agreement, self, language, words }: Making): Html {
  const { terms } = agreement
  const { subjects: said } = words
  const own = listsOf(terms, self)
  const populations = terms.populations.map(({ name }) => nameIn(language, name))
  const all: Row[] = [
    [said.whom, populations],
    [said.own, own.length === 0 ? said.noOwn : own.map(({ id, year }) => `${id} (${year})`)],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function data({ agreement, self, language, words }: Making): Html {
  const { terms } = agreement
  const { data: said } = words
  const keys = recipeNamed(terms.recipe).keys.map(({ made }) => made[language])
  const codes = terms.tables.map(({ name }) => nameIn(language, name))
  const owns = listsOf(terms, self).length > 0
  const all: Row[] = [
    [said.read, owns ? [...new Set(keys)] : said.none],
    [said.codes, codes.length === 0 ? said.none : codes],
    [said.kept, owns ? said.keptText : said.none],
    [said.special, null],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function recipients({ agreement, words }: Making): Html {
  const { threshold, roundingBase } = agreement.terms.disclosure
  const { recipients: said } = words
  const all: Row[] = [
    [said.sealed, said.sealedText],
    [said.release, said.releaseText(threshold, roundingBase)],
    [said.countries, null],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function retention({ retentionDays, words }: Making): Html {
  const { retention: said } = words
  const all: Row[] = [
    [said.records, retentionDays === undefined ? said.replaced : said.days(retentionDays)],
    [said.rounds, said.roundsText],
    [said.log, said.logText],
    [said.erase, said.eraseText],
  ]
  return section(said.title, rows(all, words.fillIn))
}

function measures({ agreement, words }: Making): Html {
  const { proofs, cover } = agreement.terms
  const all = [
    ...words.measures.all,
    cover === null ? words.uncovered : words.covered(cover.epsilon, cover.delta),
    ...(proofs === 'full' ? [] : [words.unproven]),
  ]
  return section(words.measures.title, list(all))
}

function need({ agreement, words }: Making): Html {
  const { roundsPerYear, minimumPersons, minimumLists } = agreement.terms.limits
  const { need: said } = words
  const all: Row[] = [
    [said.why, said.whyText],
    [said.least, said.leastText(roundsPerYear, minimumPersons, minimumLists)],
    [said.other, null],
  ]
  return section(said.title, rows(all, words.fillIn))
}

/** No figure of this organisation's own records: the document goes to others. */
function risks(making: Making, core: Core): Html {
  const { agreement, self, language, words } = making
  const { risks: said } = words
  const learning = language === 'nl' ? learningDutch : learningEnglish
  const { seats, coalitions } = learningOf({
    ...{ core, terms: agreement.terms, self, own: [], imported: [] },
  })
  const named = (ids: readonly string[]) => [
    ...organisationsOf(making, ids),
    ...(ids.includes(COORDINATOR) ? [learning.seats.coordinator] : []),
  ]
  const bySeat = seats.map(({ seat, who, learns }) => [
    html`${learning.seats[seat]}`,
    html`${named(who).join(', ')}`,
    list(learns.map((point) => pointText(learning, point))),
  ])
  const together = coalitions.map(({ name, needsUs }) => {
    const { who, learn } = learning.coalitions[name]
    return [html`${who}`, html`${learn}${needsUs ? ` ${learning.needsUs}` : ''}`]
  })
  return section(
    said.title,
    paragraph(said.note),
    table([said.seat, said.who, said.learns], bySeat),
    html`<h3>${said.together}</h3>`,
    table([said.coalition, said.learns], together),
    rows([[said.own, null]], words.fillIn),
  )
}

function roundSection(making: Making, round: KnownRound): Html {
  const { words } = making
  const { round: said } = words
  const { core, release, state } = round
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
  const shown = release?.figures.filter(({ cell }) => cell.status === 'shown').length ?? 0
  const withheld = (release?.figures.length ?? 0) - shown
  const all: Row[] = [
    [said.opened, time(core.openedMs)],
    [said.deadline, time(core.deadlineMs)],
    [said.lists, core.lists.map(({ id, rows: sent }) => `${id}: ${sent}`)],
    [said.evaluators, core.evaluators.flatMap((id) => organisationsOf(making, [id]))],
    [
      said.state,
      typeof state === 'string' ? said.states[state] : said.states.aborted(state.aborted),
    ],
    ...(release === null ? [] : [[said.figures, said.figuresText(shown, withheld)] as const]),
    [said.keys, round.keysGone ? said.keysGone : said.keysThere],
    [words.agreementDigest, core.agreement],
  ]
  return section(said.title, rows(all, words.fillIn))
}
