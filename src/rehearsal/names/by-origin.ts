import { arabic } from './arabic.ts'
import { balkan } from './balkan.ts'
import { baltic } from './baltic.ts'
import { bulgarian } from './bulgarian.ts'
import { chinese } from './chinese.ts'
import { dutch } from './dutch.ts'
import { eastAfrican } from './east-african.ts'
import { eritrean } from './eritrean.ts'
import { filipino } from './filipino.ts'
import { hungarian } from './hungarian.ts'
import { indonesian } from './indonesian.ts'
import { latin } from './latin.ts'
import { moroccan } from './moroccan.ts'
import type { NameList } from './name-list.ts'
import { nigerian } from './nigerian.ts'
import { polish } from './polish.ts'
import { romanian } from './romanian.ts'
import { slavic } from './slavic.ts'
import { southAsian } from './south-asian.ts'
import { turkish } from './turkish.ts'
import { vietnamese } from './vietnamese.ts'
import { westAfrican } from './west-african.ts'
import { western } from './western.ts'

/** Names by the part of the world where they are common; several nationalities share one. */
export const namesByOrigin = {
  arabic,
  balkan,
  baltic,
  bulgarian,
  chinese,
  dutch,
  'east-african': eastAfrican,
  eritrean,
  filipino,
  hungarian,
  indonesian,
  latin,
  moroccan,
  nigerian,
  polish,
  romanian,
  slavic,
  'south-asian': southAsian,
  turkish,
  vietnamese,
  'west-african': westAfrican,
  western,
} as const satisfies Record<string, NameList>

export type Origin = keyof typeof namesByOrigin
