/** Title and sentence of a problem that people meet in the console itself. */
export interface ProblemText {
  readonly title: string
  readonly text: string
}

/** Codes that the console words for itself; others show the program's own English. */
type WordedCode =
  | 'console.host'
  | 'console.role'
  | 'console.signed-out'
  | 'console.stranger'
  | 'console.too-large'
  | 'console.too-many'
  | 'consent.other-shown'
  | 'log.unwritable'
  | 'oidc.no-role'
  | 'oidc.refused'
  | 'oidc.unreachable'
  | 'passkey.link'
  | 'passkey.refused'
  | 'request.unknown'

export interface ProblemWords {
  readonly byCode: Readonly<Record<WordedCode, ProblemText>>
  /** For a fault of the program, which is told in its own log. */
  readonly fault: ProblemText
  /** Above words of the program that stand in English only. */
  readonly otherTitle: string
  readonly code: string
  readonly home: string
  readonly signIn: string
}

export const problemDutch: ProblemWords = {
  byCode: {
    'console.host': {
      title: 'Ander adres',
      text: 'Onder deze naam is het beheer niet te bereiken. Gebruik het adres dat de beheerder heeft ingesteld.',
    },
    'console.role': {
      title: 'Niet toegestaan',
      text: 'Met uw rol mag dit niet. Vraag een collega met een andere rol.',
    },
    'console.signed-out': {
      title: 'Niet meer ingelogd',
      text: 'U bent niet meer ingelogd. Wat u verstuurde, is niet gedaan. Log in en verstuur het opnieuw.',
    },
    'console.stranger': {
      title: 'Geweigerd',
      text: 'Dit kwam niet van een pagina van dit beheer, of van een oude pagina. Er is niets gedaan. Open de pagina opnieuw. Hebt u zelf niets verstuurd? Meld dat dan aan uw beheerder.',
    },
    'console.too-large': {
      title: 'Te groot',
      text: 'Er is meer verstuurd dan hier gevraagd wordt. Er is niets gedaan.',
    },
    'console.too-many': {
      title: 'Te veel pogingen',
      text: 'Er is te vaak achter elkaar geprobeerd in te loggen. Wacht een minuut.',
    },
    'consent.other-shown': {
      title: 'Andere afspraak',
      text: 'De afspraak die u zag, is niet meer de afspraak die de node nu heeft. Er is niets gedaan. Open de pagina Afspraak opnieuw, lees die en antwoord daarop.',
    },
    'log.unwritable': {
      title: 'Het logboek kan niet worden geschreven',
      text: 'Wat niet in het logboek kan staan, gebeurt niet. Vraag de beheerder of de schijf ruimte heeft.',
    },
    'oidc.no-role': {
      title: 'Geen rol',
      text: 'Uw organisatie kent u, maar u zit in geen groep die hier een rol heeft. De beheerder stelt dat in.',
    },
    'oidc.refused': {
      title: 'Inloggen mislukt',
      text: 'Het inloggen bij uw organisatie is niet afgerond. Probeer het opnieuw.',
    },
    'oidc.unreachable': {
      title: 'Inloggen kan nu niet',
      text: 'De inlogdienst van uw organisatie antwoordt niet. Probeer het later opnieuw.',
    },
    'passkey.link': {
      title: 'Deze link is niet (meer) geldig',
      text: 'De link is al gebruikt of verlopen. Vraag de beheerder om een nieuwe.',
    },
    'passkey.refused': {
      title: 'Inloggen mislukt',
      text: 'Deze toegangssleutel is hier niet bekend of werd geweigerd. Probeer het opnieuw, of vraag de beheerder om een nieuwe link.',
    },
    'request.unknown': { title: 'Niet gevonden', text: 'Deze pagina is er niet.' },
  },
  fault: {
    title: 'Er ging iets mis',
    text: 'De pagina kan nu niet worden getoond. Het logboek van het programma zegt waarom.',
  },
  otherTitle: 'Dit ging niet',
  code: 'Code',
  home: 'Naar het overzicht',
  signIn: 'Naar het inloggen',
}

export const problemEnglish: ProblemWords = {
  byCode: {
    'console.host': {
      title: 'Another address',
      text: 'The console does not go by this name. Use the address that the operator has set.',
    },
    'console.role': {
      title: 'Not permitted',
      text: 'Your role may not do this. Ask a colleague with another role.',
    },
    'console.signed-out': {
      title: 'Not signed in any more',
      text: 'You are not signed in any more. What you sent was not done. Sign in and send it again.',
    },
    'console.stranger': {
      title: 'Refused',
      text: 'This did not come from a page of this console, or from an old page. Nothing was done. Open the page again. If you sent nothing yourself, tell your operator.',
    },
    'console.too-large': {
      title: 'Too large',
      text: 'More was sent than is asked for here. Nothing was done.',
    },
    'console.too-many': {
      title: 'Too many attempts',
      text: 'There were too many attempts to sign in. Wait a minute.',
    },
    'consent.other-shown': {
      title: 'Another agreement',
      text: 'The agreement you saw is not the one that the node holds now. Nothing was done. Open the page Agreement anew, read it, and answer that one.',
    },
    'log.unwritable': {
      title: 'The log cannot be written',
      text: 'What cannot stand in the log is not done. Ask the operator whether the disk has room.',
    },
    'oidc.no-role': {
      title: 'No role',
      text: 'Your organisation knows you, but you are in no group that has a role here. The operator sets that.',
    },
    'oidc.refused': {
      title: 'Signing in failed',
      text: 'Signing in with your organisation did not come to its end. Try again.',
    },
    'oidc.unreachable': {
      title: 'Signing in is not possible now',
      text: "Your organisation's own sign-in does not answer. Try again later.",
    },
    'passkey.link': {
      title: 'This link is not valid (any more)',
      text: 'The link was used or has expired. Ask the operator for a new one.',
    },
    'passkey.refused': {
      title: 'Signing in failed',
      text: 'This passkey is not known here or was refused. Try again, or ask the operator for a new link.',
    },
    'request.unknown': { title: 'Not found', text: 'There is no such page.' },
  },
  fault: {
    title: 'Something went wrong',
    text: "The page cannot be shown now. The program's own log says why.",
  },
  otherTitle: 'This could not be done',
  code: 'Code',
  home: 'To the overview',
  signIn: 'To signing in',
}
