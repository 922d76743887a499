import { html } from 'hono/html'
import { releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import { answerCorrected, answerRules, answerSentence } from './answer.ts'
import { renderAsked } from './asked-html.ts'
import { coverText, rehearsalSummary } from './cell-text.ts'
import { renderEstimates } from './estimate-html.ts'
import { formatCount, formatDate, type Language, nameIn } from './language.ts'
import { renderLinkage } from './linkage-html.ts'
import { type Html, pathIn, renderPage } from './page.ts'
import { renderGate, renderLists, renderQuality, renderSource } from './provenance.ts'
import { renderTable } from './table-html.ts'
import { mainName, type Reading, tablesOf } from './tables.ts'
import type { Truth } from './truth.ts'
import { wordsIn } from './words.ts'

/**
 * The page of one release: the answer in a sentence, how to read it, the tables, and where all of it
 * comes from. `path` is the page's own, without the language.
 */
export function renderReleasePage(
  reading: Reading,
  path: string,
  others: readonly Release[],
): Html {
  const { release, language, truth } = reading
  const words = wordsIn(language)
  const title = nameIn(language, release.agreement.title)
  return renderPage({
    language,
    path,
    title,
    main: html`${truth === undefined ? '' : renderBanner(reading, truth)}
<h1>${title}</h1>
<p class="period">${periodText(language, release)}</p>
<section class="answer" aria-labelledby="answer">
<h2 id="answer">${words.answerTitle}</h2>
<p class="sentence">${answerSentence(reading)}</p>
${renderCorrected(reading)}
<p>${answerRules(reading)}</p>
</section>
${renderReading(reading)}
<section aria-labelledby="tables">
<h2 id="tables">${words.tablesTitle}</h2>
${tablesOf(reading).map((table, at) => renderTable(reading, table, at + 1))}</section>
${renderAsked(reading)}
${renderEstimates(reading)}
${renderQuality(reading)}
${renderLinkage(reading)}
${renderGate(reading)}
${renderLists(reading)}
${renderSource(reading, releaseDigest(release))}
${renderOthers(language, others)}`,
  })
}

function renderCorrected(reading: Reading): Html {
  const text = answerCorrected(reading)
  return text === '' ? html`` : html`<p>${text}</p>`
}

function periodText(language: Language, { period }: Release): string {
  return wordsIn(language).period(
    formatDate(language, period.from),
    formatDate(language, period.to),
  )
}

function renderBanner(reading: Reading, truth: Truth): Html {
  const words = wordsIn(reading.language)
  const scale = new Intl.NumberFormat(reading.language).format(truth.scale)
  return html`<section class="rehearsal" aria-labelledby="rehearsal">
<h2 id="rehearsal">${words.rehearsalTitle}</h2>
<p>${words.rehearsal({ seed: String(truth.seed), scale })} <strong>${words.rehearsalReal}</strong></p>
<p>${rehearsalSummary(reading)}</p>
</section>`
}

/** Everything a reader must know before citing a number. */
function renderReading(reading: Reading): Html {
  const { release, language } = reading
  const words = wordsIn(language)
  const { threshold, roundingBase, yearRule } = release.rules
  const rounding =
    roundingBase === 1 ? words.exact : words.rounding(formatCount(language, roundingBase))
  const terms: [string, string][] = [
    [words.scopeTerm, words.scope(mainName(reading))],
    [words.thresholdTerm, words.threshold(formatCount(language, threshold))],
    [words.roundingTerm, rounding],
    [words.proofsTerm, words.proofs[release.proofs]],
    [words.coverTerm, coverText(reading)],
    [words.yearTerm, words.yearRules[yearRule]],
    [words.enrichmentTerm, words.enrichment],
    ...(release.corrected.length > 0
      ? [[words.correctedTerm, words.correctedMeaning] as [string, string]]
      : []),
  ]
  return html`<section aria-labelledby="reading">
<h2 id="reading">${words.readingTitle}</h2>
<dl class="terms">
${terms.map(
  ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>
`,
)}</dl>
</section>`
}

function renderOthers(language: Language, others: readonly Release[]): Html {
  if (others.length === 0) return html``
  return html`<section aria-labelledby="others">
<h2 id="others">${wordsIn(language).earlierTitle}</h2>
<ul>
${others.map(
  (
    release,
  ) => html`<li><a href="${pathIn(language, `/releases/${release.round}`)}">${nameIn(language, release.agreement.title)}, ${periodText(language, release)}</a> (${formatDate(language, release.madeAt)})</li>
`,
)}</ul>
</section>`
}
