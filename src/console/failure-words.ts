import type { Failure, Hop, Owner } from './failures.ts'

type Told = readonly [nl: string, en: string]

function failure(hop: Hop, owner: Owner, text: Told, next: Told): Failure {
  return { hop, owner, text: { nl: text[0], en: text[1] }, next: { nl: next[0], en: next[1] } }
}

const importAgain: Told = [
  'Importeer het register en vraag de coördinator om een nieuwe ronde.',
  'Import the register, and ask the coordinator for a new round.',
]
const newRound: Told = [
  'Vraag de coördinator om een nieuwe ronde.',
  'Ask the coordinator for a new round.',
]
const askThem: Told = [
  'Vraag de genoemde partij wat er gebeurde; daarna kan een nieuwe ronde.',
  'Ask the party that is named what happened; then a new round can be opened.',
]
const compare: Told = [
  'Vergelijk afspraak en vingerafdrukken met de anderen.',
  'Compare agreement and fingerprints with the others.',
]
const diskAndStore: Told = [
  'Kijk naar schijfruimte, rechten en de databank; het programma probeert het vanzelf opnieuw.',
  'See to disk space, rights and the database; the program tries again by itself.',
]
const readEvidence: Told = [
  'Gebruik deze ronde niet. De map evidence heeft een bewijsstuk dat ieder kan nagaan; bespreek het met alle partijen.',
  'Do not use this round. The folder evidence holds a file that anybody can check; discuss it with all parties.',
]

/** By code, or by the beginning of codes that end in a dot; the longest that fits counts. */
export const failures: Readonly<Record<string, Failure>> = {
  'consent.refused': failure(
    'our-people',
    'all',
    [
      'Een organisatie wilde niet meedoen aan deze ronde; haar reden staat erbij.',
      'An organisation did not want to take part in this round; its reason stands beside it.',
    ],
    ['Bespreek de reden met die organisatie.', 'Discuss the reason with that organisation.'],
  ),
  'consent.paused': failure(
    'our-people',
    'privacy-officer',
    [
      'Een organisatie heeft nieuwe rondes voorlopig stilgezet.',
      'An organisation has paused new rounds for now.',
    ],
    [
      'Is het de uwe: hervat op de pagina Rondes. Anders: vraag die organisatie wanneer het weer kan.',
      'If it is yours: resume on the page Rounds. Else ask that organisation when it can be done.',
    ],
  ),
  'round.deadline': failure(
    'time',
    'all',
    [
      'De ronde was niet op tijd klaar. Genoemd is op wie zij toen wachtte.',
      'The round was not over in time. Named is whom it then waited for.',
    ],
    [
      'Ga na of de node van de genoemde partij draait en iemand daar moest antwoorden.',
      'See whether the node of the party named runs, and whether somebody there had to answer.',
    ],
  ),
  'round.key-left': failure(
    'our-node',
    'operator',
    [
      'Er is een sleutel van deze ronde, maar de node weet niets van de ronde.',
      'There is a key of this round, but the node knows nothing of the round.',
    ],
    [
      'Is de databank uit een back-up gekomen? Vraag om een ronde met een andere naam.',
      'Was the database put back from a backup? Ask for a round under another name.',
    ],
  ),
  'round.': failure(
    'our-node',
    'operator',
    ['De ronde kan hier niet verder.', 'The round cannot go on here.'],
    newRound,
  ),
  'list.withheld': failure(
    'our-records',
    'all',
    [
      'Een lijsteigenaar houdt een lijst achter. Welke en waarom zegt dat programma alleen daar.',
      'A list owner holds a list back. Which and why its program says only there.',
    ],
    [
      'Is het uw organisatie: het logboek van de node noemt de lijst. Anders: vraag de genoemde organisatie.',
      'If it is yours: the log of the node names the list. Else ask the organisation that is named.',
    ],
  ),
  'list.': failure(
    'our-records',
    'operator',
    ['Een eigen lijst kan zo niet mee.', 'An own list cannot go like this.'],
    importAgain,
  ),
  'lists.': failure(
    'other-party',
    'other-party',
    [
      'Wat een eigenaar over zijn rijen vertelde, kan niet of is niet te lezen.',
      'What an owner told of its rows cannot be, or cannot be read.',
    ],
    askThem,
  ),
  'records.': failure(
    'our-records',
    'operator',
    [
      'De records passen niet (meer) bij deze ronde.',
      'The records do not fit this round (any more).',
    ],
    importAgain,
  ),
  'agreement.revoked': failure(
    'agreement',
    'all',
    ['De afspraak is ingetrokken.', 'The agreement was revoked.'],
    [
      'Alleen onder een nieuwe afspraak kan er weer een ronde.',
      'Only under a new agreement can there be a round.',
    ],
  ),
  'agreement.': failure(
    'agreement',
    'all',
    ['De afspraak laat deze ronde niet toe.', 'The agreement does not permit this round.'],
    compare,
  ),
  'manifest.time': failure(
    'time',
    'operator',
    [
      'De klok van deze node en die van de coördinator verschillen te veel.',
      'The clocks of this node and of the coordinator differ too much.',
    ],
    [
      'Zet de klok gelijk (NTP), en vraag om een nieuwe ronde.',
      'Set the clock (NTP), and ask for a new round.',
    ],
  ),
  'manifest.': failure(
    'coordinator',
    'coordinator',
    [
      'Het voorstel van de coördinator is niet wat deze organisatie heeft afgesproken.',
      'What the coordinator proposed is not what this organisation agreed to.',
    ],
    compare,
  ),
  'peer.version': failure(
    'other-party',
    'other-party',
    [
      'Een partij draait een te oude versie van het programma.',
      'A party runs too old a version of the program.',
    ],
    [
      'De genoemde partij werkt haar programma bij.',
      'The party that is named updates its program.',
    ],
  ),
  'proof.': failure(
    'other-party',
    'all',
    [
      'Een partij deed niet wat zij bewees. Er is niets geopend van wat zij maakte.',
      'A party did not do what it proved. Nothing of what it made was opened.',
    ],
    readEvidence,
  ),
  'statement.': failure(
    'other-party',
    'all',
    [
      'Een partij tekende twee verschillende dingen waar één gevraagd was.',
      'A party signed two different things where one was asked.',
    ],
    readEvidence,
  ),
  'stage.': failure(
    'other-party',
    'all',
    ['Partijen zijn het niet eens over een stap.', 'Parties do not agree on a step.'],
    askThem,
  ),
  'input.': failure(
    'other-party',
    'all',
    ['Evaluatoren kregen niet dezelfde lijsten.', 'Evaluators were not given the same lists.'],
    askThem,
  ),
  'roster.': failure(
    'coordinator',
    'coordinator',
    [
      'De lijsten die de coördinator doorgaf, zijn niet die van de eigenaren.',
      'The lists that the coordinator handed on are not those of the owners.',
    ],
    askThem,
  ),
  'checks.': failure(
    'other-party',
    'all',
    [
      'De verzonnen personen die de ronde toetsen, kwamen er niet goed uit.',
      'The made-up persons that test the round did not come out right.',
    ],
    [
      'Gebruik deze ronde niet; vraag de genoemde partijen wat zij draaien.',
      'Do not use this round; ask the parties named what they run.',
    ],
  ),
  'release.': failure(
    'other-party',
    'all',
    [
      'De publicatie is niet volgens de afgesproken regels; er is niets verschenen.',
      'The release is not by the agreed rules; nothing was published.',
    ],
    [
      'De teller maakt haar opnieuw, in een nieuwe ronde.',
      'The counter makes it again, in a new round.',
    ],
  ),
  'ledger.': failure(
    'other-party',
    'all',
    [
      'Het grootboek van een evaluator klopt niet of is op.',
      'The ledger of an evaluator is wrong, or spent.',
    ],
    askThem,
  ),
  'transport.': failure(
    'way',
    'operator',
    ['De coördinator was niet te bereiken.', 'The coordinator could not be reached.'],
    [
      'Kijk naar netwerk, proxy en adres; het programma probeert het vanzelf opnieuw.',
      'See to network, proxy and address; the program tries again by itself.',
    ],
  ),
  'storage.': failure(
    'our-node',
    'operator',
    ['De databank van deze node werkte niet.', 'The database of this node did not work.'],
    diskAndStore,
  ),
  'log.': failure(
    'our-node',
    'operator',
    ['Het logboek kon niet worden geschreven.', 'The log could not be written.'],
    diskAndStore,
  ),
  '': failure(
    'other-party',
    'all',
    [
      'De ronde is gestopt omdat een bericht of stap niet volgens de regels was.',
      'The round stopped because a message or step was not by the rules.',
    ],
    newRound,
  ),
}
