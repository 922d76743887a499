/** The pages for who is not signed in yet. */
export interface SignInWords {
  readonly title: string
  lead(organisation: string): string
  readonly passkeyButton: string
  readonly passkeyNote: string
  readonly organisationTitle: string
  readonly organisationLink: string
  readonly organisationNote: string
  readonly working: string
  readonly cancelled: string
  readonly failed: string
  readonly needsScript: string
  readonly returnTitle: string
  readonly returnText: string
  readonly returnLink: string
  readonly enrolTitle: string
  readonly enrolLead: string
  readonly enrolButton: string
  readonly enrolNote: string
}

export const signInDutch: SignInWords = {
  title: 'Inloggen',
  lead: (organisation) => `Dit is het beheer van de node van ${organisation}.`,
  passkeyButton: 'Inloggen met een toegangssleutel',
  passkeyNote:
    'Een toegangssleutel (passkey) staat op uw apparaat of beveiligingssleutel. Hebt u er nog geen, vraag de beheerder dan om een link.',
  organisationTitle: 'Of via uw organisatie',
  organisationLink: 'Inloggen bij uw organisatie',
  organisationNote: 'U gaat naar de inlogpagina van uw organisatie en komt daarna hier terug.',
  working: 'Volg de aanwijzingen van uw apparaat.',
  cancelled: 'Het apparaat heeft niet meegedaan, of u hebt het afgebroken. Probeer het opnieuw.',
  failed: 'Het beheer antwoordt niet. Probeer het opnieuw.',
  needsScript:
    'Inloggen met een toegangssleutel heeft JavaScript nodig. De andere pagina’s werken zonder.',
  returnTitle: 'Ingelogd',
  returnText: 'U bent ingelogd.',
  returnLink: 'Naar het overzicht',
  enrolTitle: 'Toegangssleutel maken',
  enrolLead:
    'Met deze link maakt u één keer een toegangssleutel (passkey). Daarna logt u daarmee in; een wachtwoord is er niet.',
  enrolButton: 'Maak een toegangssleutel',
  enrolNote:
    'Uw apparaat vraagt om uw pincode, vinger of gezicht. Die gegevens verlaten uw apparaat niet.',
}

export const signInEnglish: SignInWords = {
  title: 'Sign in',
  lead: (organisation) => `This is the console of the node of ${organisation}.`,
  passkeyButton: 'Sign in with a passkey',
  passkeyNote:
    'A passkey is kept on your device or security key. If you have none yet, ask the operator for a link.',
  organisationTitle: 'Or through your organisation',
  organisationLink: 'Sign in with your organisation',
  organisationNote: "You go to your organisation's own page to sign in, and come back here.",
  working: 'Follow what your device tells you.',
  cancelled: 'Your device did not take part, or you stopped it. Try again.',
  failed: 'The console does not answer. Try again.',
  needsScript: 'Signing in with a passkey needs JavaScript. The other pages work without it.',
  returnTitle: 'Signed in',
  returnText: 'You are signed in.',
  returnLink: 'To the overview',
  enrolTitle: 'Make a passkey',
  enrolLead:
    'With this link you make a passkey, once. From then on you sign in with it; there is no password.',
  enrolButton: 'Make a passkey',
  enrolNote: 'Your device asks for your PIN, finger or face. These do not leave your device.',
}
