/**
 * A supporter's own message, sent to each target by the server in that person's own name: who is written to, in whose
 * working hours, and when too many wrote the same. Pure; sent by ../server/delivery.service.ts.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'

import type { AskBody } from './ask.ts'
import {
  MOST_MESSAGE,
  parseSignForm,
  type ReadForm,
  type RefusedForm,
  type SignErrors,
  type SignValues,
} from './signing.ts'
import type { HeldSupporter } from './supporter.ts'
import type { NamedTarget } from './target.ts'

export const deliveryRefusals = [
  'subject_missing',
  'subject_not_plain',
  'words_missing',
  'not_understood',
] as const
export type DeliveryRefusal = (typeof deliveryRefusals)[number]

export type DeliveryValues = SignValues & { readonly subject: string; readonly understood: boolean }
export type DeliveryErrors = {
  readonly sign: SignErrors
  readonly subject?: DeliveryRefusal
  readonly words?: DeliveryRefusal
  readonly understood?: DeliveryRefusal
}
export type RefusedDelivery = { readonly values: DeliveryValues; readonly errors: DeliveryErrors }

/** Characters. */
export const MOST_SUBJECT = 120

type Reachable = NamedTarget & { readonly mail: string }

/** Who is written to: those with an address of whom something is asked. */
export const deliveryTargets = ({ targets }: Pick<AskBody, 'targets'>): readonly Reachable[] =>
  targets.flatMap((one) =>
    one.kind === 'named' && one.mail !== null && !one.copy ? [{ ...one, mail: one.mail }] : [],
  )

/** The words are the supporter's own: nothing is filled in for them. */
export const parseDeliveryForm = (
  read: ReadForm,
  of: { readonly body: AskBody; readonly language: string; readonly on: string },
): Result<HeldSupporter, RefusedDelivery> => {
  const subject = (read('subject')[0] ?? '').slice(0, 1000).trim().normalize('NFC')
  const words = (read('message')[0] ?? '').replaceAll(/\r\n?/g, '\n').trim().normalize('NFC')
  const understood = read('understood')[0] === '1'
  // The message goes to the targets, whoever else is given it.
  const receivers = of.body.receivers.map((one) => ({ ...one, fields: [...one.fields, 'message' as const] }))
  const parsed = parseSignForm(read, { ...of, body: { ...of.body, receivers } })
  const sign: RefusedForm | null = parsed.ok ? null : parsed.error
  const errors: DeliveryErrors = {
    sign: sign?.errors ?? {},
    ...subjectError(subject),
    ...(words === '' && { words: 'words_missing' }),
    ...(!understood && { understood: 'not_understood' }),
  }
  const clean = Object.keys(errors).length === 1
  if (parsed.ok && clean) return ok({ ...parsed.value, extra: { subject } })
  const values = sign?.values ?? valuesOf(parsed.ok ? parsed.value : null, words)
  return err({ values: { ...values, subject, understood }, errors })
}

const subjectError = (subject: string): Pick<DeliveryErrors, 'subject'> => {
  if (subject === '') return { subject: 'subject_missing' }
  return subject.length <= MOST_SUBJECT && isPlainText(subject) ? {} : { subject: 'subject_not_plain' }
}

const valuesOf = (held: HeldSupporter | null, message: string): SignValues => ({
  name: held?.name ?? '',
  mail: held?.mail ?? '',
  country: held?.country ?? '',
  message: message.slice(0, MOST_MESSAGE),
  agreed: held?.agreed ?? [],
  follow: held?.toFollow ?? false,
})

/** What two texts have in common that differ in case, spaces and signs alone. */
export const bareWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** So many may write the same before anybody asks; and no more than this share of all. */
const FREE_ALIKE = 4
const SHARE_ALIKE = 0.2

/** A campaign of copies is read as one letter, and an office shuts its box to it: a manager decides about those. */
export const isTooAlike = (of: { readonly same: number; readonly all: number }): boolean =>
  of.same > FREE_ALIKE && of.same / Math.max(1, of.all) > SHARE_ALIKE

/** Where the office of a country keeps its hours: the zone of its seat of government (IANA zone names). */
const zones: Readonly<Record<string, string>> = Object.fromEntries(
  `AE Asia/Dubai|AF Asia/Kabul|AM Asia/Yerevan|AO Africa/Luanda|AR America/Argentina/Buenos_Aires|AT Europe/Vienna|
AU Australia/Sydney|AZ Asia/Baku|BD Asia/Dhaka|BE Europe/Brussels|BG Europe/Sofia|BH Asia/Bahrain|BI Africa/Bujumbura|
BO America/La_Paz|BR America/Sao_Paulo|BY Europe/Minsk|CA America/Toronto|CD Africa/Kinshasa|CH Europe/Zurich|
CL America/Santiago|CM Africa/Douala|CN Asia/Shanghai|CO America/Bogota|CR America/Costa_Rica|CU America/Havana|
CZ Europe/Prague|DE Europe/Berlin|DK Europe/Copenhagen|DO America/Santo_Domingo|DZ Africa/Algiers|EC America/Guayaquil|
EG Africa/Cairo|ER Africa/Asmara|ES Europe/Madrid|ET Africa/Addis_Ababa|FI Europe/Helsinki|FR Europe/Paris|
GB Europe/London|GE Asia/Tbilisi|GH Africa/Accra|GR Europe/Athens|GT America/Guatemala|HN America/Tegucigalpa|
HT America/Port-au-Prince|HU Europe/Budapest|ID Asia/Jakarta|IE Europe/Dublin|IL Asia/Jerusalem|IN Asia/Kolkata|
IQ Asia/Baghdad|IR Asia/Tehran|IT Europe/Rome|JO Asia/Amman|JP Asia/Tokyo|KE Africa/Nairobi|KG Asia/Bishkek|
KH Asia/Phnom_Penh|KP Asia/Pyongyang|KR Asia/Seoul|KW Asia/Kuwait|KZ Asia/Almaty|LA Asia/Vientiane|LB Asia/Beirut|
LK Asia/Colombo|LY Africa/Tripoli|MA Africa/Casablanca|MD Europe/Chisinau|ML Africa/Bamako|MM Asia/Yangon|
MX America/Mexico_City|MY Asia/Kuala_Lumpur|MZ Africa/Maputo|NG Africa/Lagos|NI America/Managua|NL Europe/Amsterdam|
NO Europe/Oslo|NP Asia/Kathmandu|NZ Pacific/Auckland|OM Asia/Muscat|PA America/Panama|PE America/Lima|PH Asia/Manila|
PK Asia/Karachi|PL Europe/Warsaw|PT Europe/Lisbon|PY America/Asuncion|QA Asia/Qatar|RO Europe/Bucharest|
RS Europe/Belgrade|RU Europe/Moscow|RW Africa/Kigali|SA Asia/Riyadh|SD Africa/Khartoum|SE Europe/Stockholm|
SG Asia/Singapore|SN Africa/Dakar|SO Africa/Mogadishu|SS Africa/Juba|SV America/El_Salvador|SY Asia/Damascus|
TD Africa/Ndjamena|TH Asia/Bangkok|TJ Asia/Dushanbe|TM Asia/Ashgabat|TN Africa/Tunis|TR Europe/Istanbul|
TZ Africa/Dar_es_Salaam|UA Europe/Kyiv|UG Africa/Kampala|US America/New_York|UY America/Montevideo|UZ Asia/Tashkent|
VE America/Caracas|VN Asia/Ho_Chi_Minh|YE Asia/Aden|ZA Africa/Johannesburg|ZW Africa/Harare`
    .replaceAll('\n', '')
    .split('|')
    .map((one) => [one.slice(0, 2), one.slice(3)]),
)

/** Of a country that is not in the list, that of the ask. */
export const zoneOfTarget = ({ country }: Pick<NamedTarget, 'country'>, askZone: string): string =>
  zones[country ?? ''] ?? askZone
