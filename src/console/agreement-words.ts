/** Words of the page on which an organisation reads and answers its agreement. */
export interface AgreementWords {
  readonly title: string
  readonly standing: {
    readonly waits: string
    readonly accepted: (missing: string) => string
    readonly inForce: string
    readonly rejected: (who: string) => string
    readonly revoked: (who: string) => string
    readonly first: (who: string) => string
  }
  readonly purpose: string
  readonly legalBasis: string
  readonly valid: string
  readonly until: (from: string, until: string) => string
  readonly rounds: string
  readonly limits: (perYear: number, hours: number, minutes: number) => string
  readonly counted: string
  readonly shown: string
  readonly figures: (threshold: number, base: number) => string
  readonly byCode: (threshold: number) => string
  readonly attacked: string
  readonly attackedYes: string
  readonly attackedNo: string
  readonly small: string
  readonly smallExact: (counter: string) => string
  readonly covered: (epsilon: number, delta: number) => string
  readonly estimates: string
  readonly estimatesNo: string
  readonly estimatesYes: string
  readonly notSent: string
  readonly minimum: (persons: number, lists: number) => string
  readonly proofs: string
  readonly proven: (checks: number) => string
  readonly unproven: string
  readonly tables: string
  readonly codes: (count: number) => string
  readonly who: string
  readonly whoNote: string
  readonly organisation: string
  readonly part: string
  readonly fingerprint: string
  readonly answer: string
  readonly coordinator: string
  readonly drives: string
  readonly us: string
  readonly owner: (lists: number) => string
  readonly evaluator: (turn: number, of: number) => string
  readonly counter: string
  readonly noLegalBasis: string
  readonly newKey: (fingerprint: string) => string
  readonly twoKeys: string
  readonly answers: { accepted: string; rejected: string; revoked: string; none: string }
  readonly keysTitle: string
  readonly keysNote: (recipe: string) => string
  readonly key: string
  readonly madeOf: string
  readonly slots: string
  readonly listsTitle: string
  readonly listsNote: string
  readonly list: string
  readonly population: string
  readonly year: string
  readonly size: string
  readonly questionsTitle: string
  readonly questionsNone: string
  readonly digest: string
  readonly digestNote: string
  readonly answerTitle: string
  readonly acceptNote: string
  readonly accept: string
  readonly confirm: string
  readonly reject: string
  readonly rejectNote: string
  readonly reason: string
  readonly reasonNote: string
  readonly revoke: string
  readonly revokeNote: string
  readonly revokeSure: string
  readonly readOnly: string
  /** For an operator, where nobody has accepted yet. */
  readonly officerFirst: string
}

export const agreementEnglish: AgreementWords = {
  title: 'The agreement',
  standing: {
    waits: 'Your organisation has not answered this agreement yet.',
    accepted: (missing) => `Your organisation has accepted it. Still to answer: ${missing}.`,
    inForce: 'Everybody has accepted this agreement.',
    rejected: (who) => `Rejected by ${who}: no round can be opened.`,
    revoked: (who) => `Revoked by ${who}: no round runs under it any more.`,
    first: (who) => `${who} has accepted it. A second person of your organisation has to confirm.`,
  },
  purpose: 'Purpose',
  legalBasis: 'Legal basis',
  valid: 'Valid',
  until: (from, until) => `from ${from} until ${until}, both included (UTC)`,
  rounds: 'Rounds',
  limits: (perYear, hours, minutes) =>
    `at most ${perYear} in 365 days, ${hours} hours or more between two, each over within ${minutes} minutes`,
  counted: 'Who is counted',
  shown: 'What readers see',
  figures: (threshold, base) =>
    `counts of ${threshold} or more, rounded to ${base}; smaller ones are withheld`,
  byCode: (threshold) => `by code counts of ${threshold} or more`,
  attacked: 'Tried first',
  attackedYes: 'Before anything is published, the counter tries to compute what is withheld.',
  attackedNo: 'No: nobody tries to compute what is withheld. For rehearsals only.',
  small: 'Small counts',
  smallExact: (counter) => `are seen exactly by ${counter}, without names`,
  covered: (epsilon, delta) => `are covered for the counter too (ε ${epsilon}, δ ${delta})`,
  estimates: 'Estimates',
  estimatesNo: 'none of persons on no list',
  estimatesYes: 'of persons on no list, by year',
  notSent: 'Not sent',
  minimum: (persons, lists) =>
    `a list of fewer than ${persons} persons; a round needs ${lists} lists or more`,
  proofs: 'Proofs',
  proven: (checks) => `every step is proven, and ${checks} made-up persons test the round`,
  unproven: 'NONE. Only for rehearsals on made-up persons.',
  tables: 'Also counted by',
  codes: (count) => `${count} codes`,
  who: 'Who takes part',
  whoNote:
    'Read the fingerprints to each other once, by telephone. They are pinned: nobody can put another key in their place, the coordinator neither.',
  organisation: 'Organisation',
  part: 'Part',
  fingerprint: 'Fingerprint of its key',
  answer: 'Answer',
  coordinator: 'Coordinator',
  drives: 'drives rounds, links nameless rows, publishes',
  us: 'your organisation',
  owner: (lists) => (lists === 1 ? 'owns 1 list' : `owns ${lists} lists`),
  evaluator: (turn, of) => `evaluator ${turn} of ${of}`,
  counter: 'counts, and owns no list',
  noLegalBasis: 'reports with consent only',
  newKey: (fingerprint) => `replaced; the newest is ${fingerprint}`,
  twoKeys: 'two keys succeed it: nobody can tell which speaks',
  answers: {
    accepted: 'accepted',
    rejected: 'rejected',
    revoked: 'revoked',
    none: 'no answer yet',
  },
  keysTitle: 'Which fields make which key',
  keysNote: (recipe) =>
    `Persons are found on other lists by these keys alone (${recipe}). Your node hashes each key with the matching secret and encrypts it; no field leaves by itself.`,
  key: 'Key',
  madeOf: 'Made of',
  slots: 'Places in a row',
  listsTitle: 'The lists',
  listsNote:
    'The size is what is sent, filled up with rows that stand for nobody: it is what others see, not how many persons there are.',
  list: 'List',
  population: 'About',
  year: 'Year',
  size: 'Rows',
  questionsTitle: 'What is asked besides',
  questionsNone: 'Nothing besides the fixed figures of every release.',
  digest: 'Digest of agreement and keys',
  digestNote: 'It must be the same at every organisation.',
  answerTitle: 'Your answer',
  acceptNote:
    'By accepting, your organisation signs for all to see that it agrees to this text and these keys. It can revoke at any time.',
  accept: 'Accept',
  confirm: 'Confirm as second person',
  reject: 'Reject',
  rejectNote: 'No round can be opened then. You may accept later.',
  reason: 'Reason',
  reasonNote: 'All parties read it. At most 400 characters, nothing about a person.',
  revoke: 'Revoke for good',
  revokeNote:
    'It ends the agreement for everybody and for good. Rounds that run end at once, and your keys of them are destroyed.',
  revokeSure: 'I know that this cannot be undone',
  readOnly: 'Your role reads only.',
  officerFirst: 'A privacy officer accepts first; you can confirm then, or reject now.',
}

export const agreementDutch: AgreementWords = {
  title: 'De afspraak',
  standing: {
    waits: 'Uw organisatie heeft deze afspraak nog niet beantwoord.',
    accepted: (missing) => `Uw organisatie heeft haar aanvaard. Nog geen antwoord van: ${missing}.`,
    inForce: 'Iedereen heeft deze afspraak aanvaard.',
    rejected: (who) => `Afgewezen door ${who}: er kan geen ronde worden geopend.`,
    revoked: (who) => `Ingetrokken door ${who}: er loopt geen ronde meer onder deze afspraak.`,
    first: (who) =>
      `${who} heeft haar aanvaard. Een tweede persoon van uw organisatie moet dat bevestigen.`,
  },
  purpose: 'Doel',
  legalBasis: 'Grondslag',
  valid: 'Geldig',
  until: (from, until) => `van ${from} tot en met ${until} (UTC)`,
  rounds: 'Rondes',
  limits: (perYear, hours, minutes) =>
    `hoogstens ${perYear} in 365 dagen, minstens ${hours} uur na elkaar, elk voorbij binnen ${minutes} minuten`,
  counted: 'Wie er geteld wordt',
  shown: 'Wat lezers zien',
  figures: (threshold, base) =>
    `aantallen van ${threshold} of meer, afgerond op ${base}; kleinere worden niet getoond`,
  byCode: (threshold) => `per code aantallen van ${threshold} of meer`,
  attacked: 'Eerst beproefd',
  attackedYes: 'Voor er iets verschijnt, probeert de teller te berekenen wat niet getoond wordt.',
  attackedNo: 'Nee: niemand probeert te berekenen wat niet getoond wordt. Alleen voor oefeningen.',
  small: 'Kleine aantallen',
  smallExact: (counter) => `ziet ${counter} precies, zonder namen`,
  covered: (epsilon, delta) => `zijn ook voor de teller afgedekt (ε ${epsilon}, δ ${delta})`,
  estimates: 'Schattingen',
  estimatesNo: 'geen, van personen op geen enkele lijst',
  estimatesYes: 'van personen op geen enkele lijst, per jaar',
  notSent: 'Wordt niet verstuurd',
  minimum: (persons, lists) =>
    `een lijst van minder dan ${persons} personen; een ronde vraagt ${lists} lijsten of meer`,
  proofs: 'Bewijzen',
  proven: (checks) => `elke stap wordt bewezen, en ${checks} verzonnen personen toetsen de ronde`,
  unproven: 'GEEN. Alleen voor oefeningen met verzonnen personen.',
  tables: 'Ook geteld naar',
  codes: (count) => `${count} codes`,
  who: 'Wie er meedoen',
  whoNote:
    'Lees elkaar de vingerafdrukken één keer voor, telefonisch. Ze staan vast: niemand kan er een andere sleutel voor in de plaats zetten, ook de coördinator niet.',
  organisation: 'Organisatie',
  part: 'Rol',
  fingerprint: 'Vingerafdruk van de sleutel',
  answer: 'Antwoord',
  coordinator: 'Coördinator',
  drives: 'leidt rondes, koppelt naamloze rijen, publiceert',
  us: 'uw organisatie',
  owner: (lists) => (lists === 1 ? 'heeft 1 lijst' : `heeft ${lists} lijsten`),
  evaluator: (turn, of) => `evaluator ${turn} van ${of}`,
  counter: 'telt, en heeft geen lijst',
  noLegalBasis: 'meldt alleen met toestemming',
  newKey: (fingerprint) => `vervangen; de nieuwste is ${fingerprint}`,
  twoKeys: 'twee sleutels volgen haar op: niemand weet welke spreekt',
  answers: {
    accepted: 'aanvaard',
    rejected: 'afgewezen',
    revoked: 'ingetrokken',
    none: 'nog geen antwoord',
  },
  keysTitle: 'Welke velden welke sleutel maken',
  keysNote: (recipe) =>
    `Personen worden alleen door deze sleutels op andere lijsten gevonden (${recipe}). Uw node maakt van elke sleutel met het koppelgeheim een hash en versleutelt die; geen veld vertrekt op zichzelf.`,
  key: 'Sleutel',
  madeOf: 'Gemaakt van',
  slots: 'Plaatsen in een rij',
  listsTitle: 'De lijsten',
  listsNote:
    'De omvang is wat verstuurd wordt, aangevuld met rijen die voor niemand staan: dat zien anderen, niet hoeveel personen het zijn.',
  list: 'Lijst',
  population: 'Over',
  year: 'Jaar',
  size: 'Rijen',
  questionsTitle: 'Wat er verder gevraagd wordt',
  questionsNone: 'Niets, buiten de vaste cijfers van elke publicatie.',
  digest: 'Kenmerk van afspraak en sleutels',
  digestNote: 'Het moet bij elke organisatie hetzelfde zijn.',
  answerTitle: 'Uw antwoord',
  acceptNote:
    'Met aanvaarden tekent uw organisatie, voor iedereen zichtbaar, dat zij het met deze tekst en deze sleutels eens is. Zij kan dat altijd intrekken.',
  accept: 'Aanvaarden',
  confirm: 'Bevestigen als tweede persoon',
  reject: 'Afwijzen',
  rejectNote: 'Dan kan er geen ronde worden geopend. U kunt later alsnog aanvaarden.',
  reason: 'Reden',
  reasonNote: 'Alle partijen lezen die. Hoogstens 400 tekens, niets over een persoon.',
  revoke: 'Voorgoed intrekken',
  revokeNote:
    'Dat beëindigt de afspraak voor iedereen en voorgoed. Lopende rondes eindigen meteen, en uw sleutels daarvan worden vernietigd.',
  revokeSure: 'Ik weet dat dit niet terug te draaien is',
  readOnly: 'Met uw rol kunt u alleen lezen.',
  officerFirst:
    'Eerst aanvaardt een functionaris gegevensbescherming; daarna kunt u bevestigen, of nu afwijzen.',
}
