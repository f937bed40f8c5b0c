/** The form by which an organisation or a person signs: what was typed, what of it is wrong, what it comes to. */
import { z } from 'zod'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { signatoryKinds } from './sign_on.ts'
import { LONGEST_NAME } from './sign_on_names.ts'
import type { HeldSupporter } from './supporter.ts'
import { mailAddress } from './target.ts'

/** Names of the fields, as the page sends them. */
export const signOnFields = [
  'as',
  'name',
  'local_name',
  'local_language',
  'country',
  'site',
  'contact',
  'role',
  'mail',
  'second_mail',
] as const
export type SignOnField = (typeof signOnFields)[number]

/** We write it to a second person, and print it: an address in it would be somebody's advertisement. */
const isName = (text: string): boolean => !/:\/\/|www\.|@/i.test(text)
const one = (most: number) => z.string().trim().max(most).refine(isPlainText)
const optional = (most: number) => one(most).transform((text) => (text === '' ? null : text))

const shape = z.object({
  as: z.enum(signatoryKinds),
  name: one(LONGEST_NAME).min(1).regex(/\p{L}/u).refine(isName),
  local_name: one(LONGEST_NAME)
    .refine(isName)
    .transform((text) => (text === '' ? null : text)),
  local_language: one(3)
    .toLowerCase()
    .regex(/^([a-z]{2,3})?$/)
    .transform((code) => (code === '' ? null : code)),
  country: z.union([z.literal(''), z.enum(countryCodes)]).transform((code) => (code === '' ? null : code)),
  site: optional(300),
  contact: one(120).refine(isName),
  role: optional(200),
  mail: one(254).pipe(mailAddress),
  second_mail: z
    .union([z.literal(''), one(254).pipe(mailAddress)])
    .transform((mail) => (mail === '' ? null : mail)),
})
export type SignOnForm = z.infer<typeof shape> & {
  readonly logo: boolean
  readonly listed: boolean
  readonly agreed: readonly string[]
  readonly toFollow: boolean
}

export type SignOnProblem = {
  readonly field: SignOnField
  readonly kind: 'missing' | 'wrong' | 'same_mail' | 'persons_not_asked'
}

/** `of` reads one field, '' where it was not sent; `all` every value of a field. */
export const parseSignOn = (
  given: { readonly of: (field: string) => string; readonly all: (field: string) => readonly string[] },
  { persons }: { readonly persons: boolean },
): Result<SignOnForm, readonly SignOnProblem[]> => {
  const typed = Object.fromEntries(signOnFields.map((field) => [field, given.of(field)]))
  const read = shape.safeParse({ ...typed, as: typed.as || 'organisation' })
  const problems: SignOnProblem[] = read.success
    ? []
    : [...new Set(read.error.issues.map(({ path }) => path[0] as SignOnField))].map((field) => ({
        field,
        kind: (typed[field] ?? '').trim() === '' ? 'missing' : 'wrong',
      }))
  if (!read.success) return err(problems)
  const form = read.data
  if (form.as === 'organisation' && form.contact === '') problems.push({ field: 'contact', kind: 'missing' })
  if (form.as === 'person' && !persons) problems.push({ field: 'as', kind: 'persons_not_asked' })
  if (form.second_mail !== null && form.second_mail.toLowerCase() === form.mail.toLowerCase())
    problems.push({ field: 'second_mail', kind: 'same_mail' })
  if (problems.length > 0) return err(problems)
  return ok({
    ...form,
    logo: given.of('logo') !== '',
    listed: given.of('unlisted') === '',
    agreed: given.all('agreed'),
    toFollow: given.of('to_follow') !== '',
  })
}

/** As every action is held until the address answers. */
export const heldOf = (
  form: SignOnForm,
  given: { readonly language: 'en' | 'ar'; readonly on: string; readonly receivers: readonly string[] },
): HeldSupporter => {
  const extra = {
    kind: form.as,
    name: form.name,
    local_name: form.local_name ?? '',
    local_language: form.local_language ?? '',
    site: form.site ?? '',
    role: form.role ?? '',
    second_mail: form.second_mail ?? '',
    logo: form.logo ? 'yes' : '',
    listed: form.listed ? 'yes' : '',
  }
  return {
    name: form.contact === '' ? form.name.slice(0, 120) : form.contact,
    mail: form.mail,
    country: form.country,
    language: given.language,
    message: null,
    showName: form.listed,
    agreed: form.agreed.filter((id) => given.receivers.includes(id)),
    toFollow: form.toFollow,
    extra,
    on: given.on,
  }
}

/** What a confirmed action comes to; of an older form what is missing is taken as not given. */
export const signedOf = ({ extra, mail, country }: HeldSupporter) => ({
  kind: extra.kind === 'person' ? ('person' as const) : ('organisation' as const),
  name: extra.name ?? '',
  localName: extra.local_name || null,
  localLanguage: extra.local_language || null,
  country,
  site: extra.site || null,
  mail,
  secondMail: extra.second_mail || null,
  logo: extra.logo === 'yes',
  listed: extra.listed === 'yes',
})
