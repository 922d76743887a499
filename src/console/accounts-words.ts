/** Who may sign in to the console, as a page. */
export interface AccountsWords {
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly localTitle: string
  readonly name: string
  readonly role: string
  readonly passkeys: string
  readonly lastUsed: string
  readonly never: string
  link(until: string): string
  readonly howTo: string
  readonly organisationTitle: string
  organisationLead(issuer: string, claim: string): string
  readonly noOrganisation: string
  readonly values: string
  readonly nobody: string
}

export const accountsDutch: AccountsWords = {
  title: 'Wie kan inloggen',
  lead: 'Wie bij dit beheer kan, en met welke rol. Wie wat deed, staat in het logboek.',
  none: 'Er zijn geen accounts.',
  localTitle: 'Accounts met een toegangssleutel',
  name: 'Naam',
  role: 'Rol',
  passkeys: 'Toegangssleutels',
  lastUsed: 'Laatst gebruikt',
  never: 'nog nooit',
  link: (until) => `link geldig tot ${until}`,
  howTo:
    'De beheerder maakt en verwijdert accounts op de opdrachtregel: samentel node account add, link, reset en remove.',
  organisationTitle: 'Via de organisatie',
  organisationLead: (issuer, claim) =>
    `Wie inlogt bij ${issuer}, krijgt zijn rol door wat daar in ${claim} staat.`,
  noOrganisation: 'Inloggen via de organisatie is niet ingesteld.',
  values: 'Waarden',
  nobody: 'niemand',
}

export const accountsEnglish: AccountsWords = {
  title: 'Who signs in',
  lead: 'Who can reach this console, and in which role. Who did what is in the log.',
  none: 'There are no accounts.',
  localTitle: 'Accounts with a passkey',
  name: 'Name',
  role: 'Role',
  passkeys: 'Passkeys',
  lastUsed: 'Last used',
  never: 'never yet',
  link: (until) => `link valid until ${until}`,
  howTo:
    'The operator makes and removes accounts on the command line: samentel node account add, link, reset and remove.',
  organisationTitle: 'Through the organisation',
  organisationLead: (issuer, claim) =>
    `Who signs in at ${issuer} has the role that follows from ${claim} there.`,
  noOrganisation: 'Signing in through the organisation is not set up.',
  values: 'Values',
  nobody: 'nobody',
}
