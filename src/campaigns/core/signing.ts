/** The form that a supporter fills: what is asked, what was typed, what of it cannot be taken and why. Pure. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { arePlainLines, isPlainText } from '#kernel/core/plain_text.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'

import { parseAddress } from './address.ts'
import type { AskBody, Receiver, SupporterField } from './ask.ts'
import type { HeldSupporter } from './supporter.ts'

export const signRefusals = [
  'name_missing',
  'name_too_long',
  'name_not_a_name',
  'mail_missing',
  'mail_not_an_address',
  'country_unknown',
  'message_too_long',
  'message_not_plain',
] as const
export type SignRefusal = (typeof signRefusals)[number]

export type SignField = 'name' | 'mail' | 'country' | 'message'

/** As typed, to be shown again; kept nowhere. */
export type SignValues = {
  readonly name: string
  readonly mail: string
  readonly country: string
  readonly message: string
  readonly agreed: readonly string[]
  readonly follow: boolean
}
export type SignErrors = Readonly<Partial<Record<SignField, SignRefusal>>>
export type RefusedForm = { readonly values: SignValues; readonly errors: SignErrors }

export const emptyValues: SignValues = {
  name: '',
  mail: '',
  country: '',
  message: '',
  agreed: [],
  follow: false,
}

/** Characters. */
export const MOST_NAME = 120
export const MOST_MESSAGE = 2000

/** Forms of action that are signed by this form. */
export const isSigned = (body: Pick<AskBody, 'form'>): boolean => body.form === 'petition'

/** Whether anybody is given that field: what nobody is given is not asked. */
export const asksFor = (receivers: readonly Pick<Receiver, 'fields'>[], field: SupporterField): boolean =>
  receivers.some(({ fields }) => fields.includes(field))

/** Reads every value of a name, as `URLSearchParams.getAll` does. */
export type ReadForm = (name: string) => readonly string[]

export const parseSignForm = (
  read: ReadForm,
  of: { readonly body: AskBody; readonly language: string; readonly on: string },
): Result<HeldSupporter, RefusedForm> => {
  const { receivers } = of.body
  const values = valuesIn(read)
  const name = values.name.trim().normalize('NFC').replaceAll(/\s+/g, ' ')
  const mail = values.mail.trim() === '' ? null : parseAddress(values.mail)
  const country = countryOf(values.country)
  const typed = values.message.replaceAll(/\r\n?/g, '\n').trim().normalize('NFC')
  const message = asksFor(receivers, 'message') ? typed : ''
  const errors: SignErrors = {
    ...nameError(name),
    ...(mail === null && { mail: values.mail.trim() === '' ? 'mail_missing' : 'mail_not_an_address' }),
    ...(country === undefined && { country: 'country_unknown' }),
    ...messageError(message),
  }
  if (mail === null || country === undefined || Object.keys(errors).length > 0) return err({ values, errors })
  const known = new Set(receivers.slice(1).map(({ id }) => id))
  return ok({
    name,
    mail,
    country: asksFor(receivers, 'country') ? country : null,
    language: of.language === 'ar' ? 'ar' : 'en',
    message: message === '' ? null : message,
    showName: null,
    agreed: [...new Set(values.agreed)].filter((id) => known.has(id)),
    toFollow: values.follow,
    extra: {},
    on: of.on,
  })
}

const valuesIn = (read: ReadForm): SignValues => {
  const one = (name: string): string => read(name)[0] ?? ''
  return {
    name: one('name').slice(0, 1000),
    mail: one('mail').slice(0, 1000),
    country: one('country').slice(0, 10),
    message: one('message').slice(0, 10_000),
    agreed: read('agree').slice(0, 20),
    follow: one('follow') === '1',
  }
}

const nameError = (name: string): SignErrors => {
  if (name === '') return { name: 'name_missing' }
  if (name.length > MOST_NAME) return { name: 'name_too_long' }
  // Names may be printed: an address in one of them is somebody's advertisement.
  const readable = isPlainText(name) && /\p{L}/u.test(name) && !/:\/\/|www\.|@/i.test(name)
  return readable ? {} : { name: 'name_not_a_name' }
}

const messageError = (message: string): SignErrors => {
  if (message.length > MOST_MESSAGE) return { message: 'message_too_long' }
  return arePlainLines(message) ? {} : { message: 'message_not_plain' }
}

const codes: ReadonlySet<string> = new Set(countryCodes)

/** Null: not said. Undefined: no country. */
const countryOf = (typed: string): HeldSupporter['country'] | undefined => {
  if (typed === '') return null
  return codes.has(typed) ? (typed as NonNullable<HeldSupporter['country']>) : undefined
}
