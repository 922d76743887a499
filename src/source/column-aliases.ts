import type { RecordColumn } from './columns.ts'

/** What registers call our columns, without capitals, blanks and signs. */
const aliases: Readonly<Record<RecordColumn, readonly string[]>> = {
  record_id: [
    ...[
      'dossiernummer',
      'dossiernr',
      'dossier',
      'dossierid',
      'zaaknummer',
      'zaaknr',
      'zaak',
      'kenmerk',
    ],
    ...['registratienummer', 'meldingsnummer', 'meldingnummer', 'casusnummer', 'clientnummer'],
    ...[
      'clientnr',
      'volgnummer',
      'nummer',
      'id',
      'caseid',
      'casenumber',
      'recordnumber',
      'reference',
    ],
  ],
  bsn: ['burgerservicenummer', 'bsnnummer', 'bsnnr', 'sofinummer', 'sofi'],
  v_number: ['vnummer', 'vnr', 'vreemdelingennummer', 'vreemdelingnummer'],
  other_number: [
    ...['documentnummer', 'documentnr', 'paspoortnummer', 'passportnumber', 'identiteitsnummer'],
    ...['skn', 'sknnummer', 'strafrechtsketennummer'],
  ],
  other_number_kind: ['documentsoort', 'soortdocument', 'documenttype', 'typedocument'],
  other_number_issuer: [
    'landvanafgifte',
    'uitgevendland',
    'issuingcountry',
    'issuer',
    'afgegevendoor',
  ],
  given_names: [
    ...['voornamen', 'voornaam', 'voornaamen', 'roepnaam', 'firstname', 'firstnames', 'givenname'],
    'forename',
  ],
  prefix: ['tussenvoegsel', 'tussenvoegsels', 'voorvoegsel', 'voorvoegsels', 'tussenv', 'infix'],
  surname: ['achternaam', 'familienaam', 'geslachtsnaam', 'lastname', 'familyname', 'naam'],
  aliases: ['alias', 'aliassen', 'ookbekendals', 'bijnaam', 'aka', 'anderenamen'],
  birth_date: [
    ...['geboortedatum', 'gebdatum', 'gebdat', 'geboren', 'geborenop', 'dateofbirth', 'birthdate'],
    'dob',
  ],
  sex: ['geslacht', 'sekse', 'gender', 'mv', 'mvx'],
  country_of_birth: ['geboorteland', 'landvangeboorte', 'birthcountry', 'gebland'],
  nationality: ['nationaliteit', 'nationaliteiten', 'nat'],
  postcode: ['postcode', 'postalcode', 'zip', 'zipcode', 'pc6'],
  house_number: ['huisnummer', 'huisnr', 'housenumber', 'nr'],
  house_number_addition: ['toevoeging', 'huisnummertoevoeging', 'huisletter', 'addition'],
  phone: [
    'telefoon',
    'telefoonnummer',
    'telnr',
    'tel',
    'mobiel',
    'mobielnummer',
    'gsm',
    'phonenumber',
  ],
  email: ['emailadres', 'mail', 'mailadres', 'emailaddress'],
  report_date: [
    ...['datummelding', 'meldingsdatum', 'meldingdatum', 'datumaanmelding', 'aanmelddatum'],
    ...['datumregistratie', 'registratiedatum', 'instroomdatum', 'aangiftedatum', 'datumaangifte'],
    ...['reportdate', 'dateofreport', 'datum'],
  ],
  role: ['rol', 'hoedanigheid', 'typebetrokkene', 'betrokkenheid', 'soortbetrokkene'],
}

const ourColumn = new Map<string, RecordColumn>()
for (const [ours, theirs] of Object.entries(aliases) as [RecordColumn, readonly string[]][]) {
  for (const name of [ours, ...theirs]) ourColumn.set(foldName(name), ours)
}

/** Which of our columns a name in an export usually is. */
export function columnNamed(name: string): RecordColumn | undefined {
  return ourColumn.get(foldName(name))
}

/** Letters and digits alone, without accents and capitals. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
