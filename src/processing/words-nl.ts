import type { ProcessingWords } from './words.ts'

export const processingDutch: ProcessingWords = {
  recordTitle: 'Register van verwerkingsactiviteiten',
  annexTitle: 'Bijlage bij de gegevensbeschermingseffectbeoordeling',
  roundTitle: (round) => `Bijlage bij de gegevensbeschermingseffectbeoordeling: ronde ${round}`,
  recordNote:
    'Voor het register van artikel 30, lid 1, AVG. Ontleend aan de overeenkomst en de instellingen van deze node; wat geen programma kan weten, is opengelaten. De organisatie staat ervoor in.',
  annexNote:
    'Voor de beoordeling van artikel 35, lid 7, AVG: beschrijving, noodzaak, risico’s en maatregelen, zoals die uit de overeenkomst volgen. Het is zelf geen beoordeling: de organisatie weegt, en vult aan wat is opengelaten.',
  made: (date) => `Gemaakt op ${date} (UTC).`,
  agreementDigest: 'Overeenkomst en sleutels, als digest',
  fillIn: 'In te vullen door de organisatie',
  controller: {
    title: 'Wie verwerkt',
    organisation: 'Verwerkingsverantwoordelijke',
    contact: 'Contactgegevens, vertegenwoordiger',
    officer: 'Functionaris voor gegevensbescherming',
    joint: 'De andere organisaties van de overeenkomst',
    coordinator: 'Coördinator (geeft verzegelde rijen door en koppelt ze; ontvangt geen lijst)',
  },
  purpose: { title: 'Waarom', purpose: 'Doel', basis: 'Grondslag' },
  subjects: {
    title: 'Over wie',
    whom: 'Categorieën van personen',
    own: 'Lijsten van deze organisatie',
    noOwn: 'Geen: deze organisatie brengt geen records in, zij rekent alleen mee.',
  },
  data: {
    title: 'Welke gegevens',
    read: 'Gelezen uit het register, en meteen tot gehashte sleutels gemaakt',
    codes: 'Codes waarnaar personen worden geteld',
    none: 'geen',
    kept: 'Wat de node van een record bewaart',
    keptText:
      'Hashes met een sleutel van de gegevens hierboven, de codes, en een digest met een sleutel van het nummer van het record; verzegeld, nooit een naam, een nummer of een datum.',
    special:
      'Of dit bijzondere gegevens (artikel 9), strafrechtelijke gegevens (artikel 10) of een nationaal identificatienummer zijn',
  },
  recipients: {
    title: 'Wie iets ontvangt',
    sealed: 'De andere partijen van een ronde',
    sealedText:
      'Versleutelde rijen, voor elke lijst een vast aantal. Wat elk van hen daaruit kan leren, staat in de bijlage bij de effectbeoordeling.',
    release: 'Lezers van de uitkomst',
    releaseText: (threshold, base) =>
      `Aantallen van ${threshold} personen of meer, afgerond op veelvouden van ${base}; alle andere worden niet getoond.`,
    countries: 'Doorgifte buiten de EER',
  },
  retention: {
    title: 'Hoe lang',
    records: 'Records in de node',
    days: (days) => `Vanzelf gewist, ${days} dagen na de laatste import die ze bracht.`,
    replaced: 'Tot de volgende import ze vervangt, of tot ze worden gewist.',
    rounds: 'Wat in een ronde wordt uitgewisseld',
    roundsText:
      'De sleutels ervan worden vernietigd zodra zij eindigt; wat daarmee verzegeld was, wordt dan gewist.',
    log: 'Logboek van handelingen',
    logText:
      'Blijvend bewaard, als verantwoording van de verwerking; bevat geen waarde van een record.',
    erase: 'Wissen van één record',
    eraseText: 'Meteen, op het nummer ervan in het register: samentel node forget.',
  },
  measures: {
    title: 'Maatregelen (artikel 32)',
    all: [
      'Al wat de node van records en rondes bewaart, is verzegeld met AES-256-GCM; de sleutels staan apart van de opslag, en zijn te vervangen.',
      'Rijen zijn versleuteld met sleutels van alle rekenpartijen samen: geen van hen kan alleen een rij openen.',
      'Elke rekenpartij schudt de rijen, zodat niemand kan zeggen van wie een rij is.',
      'Elk bericht is ondertekend, en elke verbinding gaat over TLS naar buiten naar één bekend adres.',
      'Elke handeling staat in een logboek waaraan alleen wordt toegevoegd en dat de andere organisaties ondertekenen.',
      'Kleine aantallen worden niet getoond, en een uitkomst wordt voor publicatie aangevallen voor zover de overeenkomst dat vraagt.',
      'Accounts met passkeys of de eigen aanmelding van de organisatie, met rollen; een tweede persoon waar de organisatie dat wil.',
    ],
  },
  unproven:
    'Stappen worden NIET bewezen: deze overeenkomst is alleen geschikt voor oefeningen met verzonnen personen.',
  covered: (epsilon, delta) =>
    `De teller ziet aantallen alleen met ruis (differentiële privacy, ε ${epsilon}, δ ${delta}).`,
  uncovered: 'De teller ziet precieze aantallen van personen zonder naam, ook kleine.',
  need: {
    title: 'Noodzaak en evenredigheid',
    why: 'Waarom zo',
    whyText:
      'Personen die in meer registers staan, zijn alleen eenmaal te tellen door registers te vergelijken. Hier gebeurt dat zonder dat een organisatie een record van een ander ontvangt.',
    least: 'Afgesproken grenzen',
    leastText: (rounds, minimum, lists) =>
      `Hoogstens ${rounds} rondes in 365 dagen; een lijst van minder dan ${minimum} personen wordt niet verstuurd; geen ronde met minder dan ${lists} lijsten.`,
    other: 'Of het doel op een minder ingrijpende manier te bereiken is',
  },
  risks: {
    title: 'Risico’s: wie wat zou kunnen leren',
    note: 'Berekend voor deze overeenkomst, aangenomen dat niemand de cryptografie breekt. Wat volgt als een partij zich niet aan de regels houdt, staat in het dreigingsmodel van Samentel.',
    seat: 'Rol',
    who: 'Wie',
    learns: 'Leert, als allen zich aan de regels houden',
    together: 'Als partijen bijeenleggen wat zij zagen',
    coalition: 'Samen',
    own: 'Risico’s voor personen volgens de eigen weging van deze organisatie',
  },
  rights: {
    title: 'Rechten van personen',
    text: 'Inzage, verbetering en bezwaar lopen via het register zelf; wie daar wordt gewist, wordt ook in de node gewist. Een uitkomst bevat geen gegevens van een persoon.',
  },
  round: {
    title: 'Deze ronde',
    opened: 'Geopend (UTC)',
    deadline: 'Eindigt uiterlijk (UTC)',
    lists: 'Lijsten, met het aantal versleutelde rijen dat voor elk wordt verstuurd',
    evaluators: 'Rekenpartijen, op volgorde; de laatste telt',
    state: 'Stand bij deze node',
    states: {
      running: 'niet geëindigd',
      released: 'geëindigd met een uitkomst',
      aborted: (code) => `geëindigd zonder uitkomst (${code})`,
    },
    figures: 'Cijfers van de uitkomst',
    figuresText: (shown, withheld) => `${shown} getoond, ${withheld} niet getoond`,
    keys: 'Sleutels van de ronde bij deze node',
    keysGone: 'vernietigd',
    keysThere: 'nog aanwezig, omdat de ronde ze nodig heeft',
  },
  signatures: 'Gezien door (naam, functie, datum, handtekening)',
}
