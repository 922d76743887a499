import type { ProcessingWords } from './words.ts'

export const processingEnglish: ProcessingWords = {
  recordTitle: 'Record of processing activities',
  annexTitle: 'Annex to the data protection impact assessment',
  roundTitle: (round) => `Annex to the data protection impact assessment: round ${round}`,
  recordNote:
    'For the record of article 30(1) GDPR. Taken from the agreement and the settings of this node; what no program can know is left open. The organisation answers for it.',
  annexNote:
    'For the assessment of article 35(7) GDPR: a description, necessity, risks and measures, as they follow from the agreement. It is no assessment by itself: the organisation weighs it and adds what is left open.',
  made: (date) => `Made on ${date} (UTC).`,
  agreementDigest: 'Agreement and keys, by digest',
  fillIn: 'To be filled in by the organisation',
  controller: {
    title: 'Who processes',
    organisation: 'Controller',
    contact: 'Contact details, representative',
    officer: 'Data protection officer',
    joint: 'The other organisations of the agreement',
    coordinator: 'Coordinator (relays and links sealed rows; receives no list)',
  },
  purpose: { title: 'Why', purpose: 'Purpose', basis: 'Legal basis' },
  subjects: {
    title: 'About whom',
    whom: 'Categories of persons',
    own: 'Lists of this organisation',
    noOwn: 'None: this organisation brings no records, it only takes part in the computation.',
  },
  data: {
    title: 'Which data',
    read: 'Read from the register, and made into hashed keys at once',
    codes: 'Codes by which persons are counted',
    none: 'none',
    kept: 'What the node keeps of a record',
    keptText:
      'Keyed hashes of the data above, the codes, and a keyed digest of the record’s number; sealed, never a name, a number or a date.',
    special:
      'Whether these are special categories (article 9), criminal data (article 10) or a national identification number',
  },
  recipients: {
    title: 'Who receives something',
    sealed: 'The other parties of a round',
    sealedText:
      'Encrypted rows of a fixed number for each list. What each of them can learn from those stands in the annex to the impact assessment.',
    release: 'Readers of the release',
    releaseText: (threshold, base) =>
      `Counts of ${threshold} persons or more, rounded to multiples of ${base}; all others are withheld.`,
    countries: 'Transfers outside the EEA',
  },
  retention: {
    title: 'How long',
    records: 'Records in the node',
    days: (days) => `Erased by themselves ${days} days after the last import that brought them.`,
    replaced: 'Until the next import replaces them, or they are erased.',
    rounds: 'What is exchanged in a round',
    roundsText: 'Its keys are destroyed when it ends; what they sealed is then deleted.',
    log: 'Log of acts',
    logText: 'Kept for good, as an account of the processing; holds no value of a record.',
    erase: 'Erasure of one record',
    eraseText: 'At once, by its number in the register: samentel node forget.',
  },
  measures: {
    title: 'Measures (article 32)',
    all: [
      'All that the node stores of records and rounds is sealed with AES-256-GCM; the keys are apart from the store, and can be replaced.',
      'Rows are encrypted under keys of all evaluators together: none of them can open a row alone.',
      'Rows are mixed by every evaluator, so that none can tell whose a row is.',
      'Every message is signed, and every connection goes out over TLS to one known address.',
      'Every act is in a log that is only added to and that the other organisations sign.',
      'Small counts are withheld, and a release is attacked before it is published as far as the agreement asks.',
      'Accounts with passkeys or the organisation’s own sign-in, with roles; a second person where the organisation wants one.',
    ],
  },
  unproven: 'Steps are NOT proven: this agreement is fit for rehearsals with made-up persons only.',
  covered: (epsilon, delta) =>
    `The counter sees counts with noise only (differential privacy, ε ${epsilon}, δ ${delta}).`,
  uncovered: 'The counter sees exact counts of nameless persons, small ones too.',
  need: {
    title: 'Necessity and proportionality',
    why: 'Why this way',
    whyText:
      'Persons who stand on several registers can be counted once only by comparing registers. Here they are compared without any organisation receiving a record of another.',
    least: 'Limits that were agreed',
    leastText: (rounds, minimum, lists) =>
      `At most ${rounds} rounds in 365 days; no list of fewer than ${minimum} persons is sent; no round with fewer than ${lists} lists.`,
    other: 'Whether the purpose can be reached in a less far-reaching way',
  },
  risks: {
    title: 'Risks: who could learn what',
    note: 'Computed for this agreement, on the assumption that nobody breaks the cryptography. What follows if a party deviates stands in the threat model of Samentel.',
    seat: 'Part',
    who: 'Who',
    learns: 'Learns, if all follow the rules',
    together: 'If parties put together what they saw',
    coalition: 'Together',
    own: 'Risks to persons by this organisation’s own weighing',
  },
  rights: {
    title: 'Rights of persons',
    text: 'Access, correction and objection are met in the register itself; erasure there is followed by erasure in the node. A release holds no data of a person.',
  },
  round: {
    title: 'This round',
    opened: 'Opened (UTC)',
    deadline: 'Ends at the latest (UTC)',
    lists: 'Lists, with the number of encrypted rows that is sent for each',
    evaluators: 'Evaluators, in order; the last one counts',
    state: 'State at this node',
    states: {
      running: 'not ended',
      released: 'ended with a release',
      aborted: (code) => `ended without a release (${code})`,
    },
    figures: 'Figures of the release',
    figuresText: (shown, withheld) => `${shown} shown, ${withheld} withheld`,
    keys: 'Keys of the round at this node',
    keysGone: 'destroyed',
    keysThere: 'still there, as the round needs them',
  },
  signatures: 'Seen by (name, role, date, signature)',
}
