/** What the operator sets about mail. Each text is checked where the settings are read; files are read at the start. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { z } from 'zod'

import { secret, type Secret } from '#kernel/core/secret.ts'

export type MailConfig = {
  /** Null: letters are written into the folder `outbox`. */
  readonly smtp: SmtpConfig | null
  readonly from: string
  readonly dkim: DkimConfig | null
  /** Where letters that come back are sent; null: to the sender's own address. */
  readonly bounceDomain: string | null
  readonly perSecond: number
}
export type SmtpConfig = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS is demanded. */
  readonly implicitTls: boolean
  /** On this machine alone plain text is no danger. */
  readonly plainAllowed: boolean
  readonly user: string | null
  readonly password: Secret<string> | null
  /** Of an organisation's own authority, as PEM. */
  readonly ca: string | null
}
export type DkimConfig = {
  readonly domain: string
  readonly selector: string
  readonly key: Secret<string>
}

export type MailSettingRefusal = { readonly name: string; readonly problem: string; readonly mend: string }

/** A problem and its mend, in the one text that zod carries. */
const wrong = (problem: string, mend: string): string => JSON.stringify({ problem, mend })

const isDomain = (text: string): boolean =>
  /^(?=.{1,190}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)

const isSmtpAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash } = new URL(text)
  return (
    (protocol === 'smtp:' || protocol === 'smtps:') &&
    hostname !== '' &&
    (pathname === '' || pathname === '/') &&
    search === '' &&
    hash === ''
  )
}

export const mailSettings = {
  AMPARO_SMTP_URL: z
    .string()
    .refine(isSmtpAddress, {
      error: wrong(
        'is not the address of a mail server.',
        'Write smtp://user:password@mail.example.org:587 (STARTTLS) or smtps://user:password@mail.example.org:465.',
      ),
    })
    .optional(),
  AMPARO_SMTP_CA: z.string().optional(),
  AMPARO_MAIL_FROM: z
    .email({ error: wrong('is not an e-mail address.', 'Write one as campaigns@example.org.') })
    .max(190, { error: wrong('is too long.', 'Write an address of 190 characters at most.') })
    .optional(),
  AMPARO_DKIM_KEY: z.string().optional(),
  AMPARO_DKIM_SELECTOR: z
    .string()
    .refine(isDomain, { error: wrong('is not a selector.', 'Write letters and digits, as amparo2026.') })
    .optional(),
  AMPARO_DKIM_DOMAIN: z
    .string()
    .refine(isDomain, { error: wrong('is not a domain.', 'Write one as example.org.') })
    .optional(),
  AMPARO_BOUNCE_DOMAIN: z
    .string()
    .refine(isDomain, { error: wrong('is not a domain.', 'Write one as bounces.example.org.') })
    .optional(),
  AMPARO_MAIL_PER_SECOND: z
    .string()
    .default('10')
    .transform(Number)
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= 1000, {
      error: wrong('is no number of letters.', 'Give a whole number from 1 to 1000, or leave it out for 10.'),
    }),
} as const

type Settings = z.infer<z.ZodObject<typeof mailSettings>>

const isLoopbackName = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)

/** Refusals in place of settings that do not fit each other or name a file that cannot be read. */
export const mailConfigOf = (
  settings: Settings,
  given: { readonly cwd: string },
): MailConfig | readonly MailSettingRefusal[] => {
  const refusals: MailSettingRefusal[] = []
  const fileOf = (name: 'AMPARO_SMTP_CA' | 'AMPARO_DKIM_KEY', says: RegExp): string | null => {
    const path = settings[name]
    if (path === undefined) return null
    const text = readOrNull(resolve(given.cwd, path))
    if (text !== null && says.test(text)) return text
    refusals.push({
      name,
      problem: text === null ? 'names a file that cannot be read.' : 'names a file that holds no such thing.',
      mend: `Give the path of a PEM file that this user may read${name === 'AMPARO_DKIM_KEY' ? ', with a private key' : ''}.`,
    })
    return null
  }
  const ca = fileOf('AMPARO_SMTP_CA', /-----BEGIN CERTIFICATE-----/)
  const key = fileOf('AMPARO_DKIM_KEY', /-----BEGIN (RSA )?PRIVATE KEY-----/)
  const { AMPARO_SMTP_URL: url, AMPARO_MAIL_FROM: from } = settings
  if (url !== undefined && from === undefined)
    refusals.push({
      name: 'AMPARO_MAIL_FROM',
      problem: 'is missing, while AMPARO_SMTP_URL is there.',
      mend: 'Give the address that letters come from, as campaigns@example.org.',
    })
  if (key !== null && settings.AMPARO_DKIM_SELECTOR === undefined)
    refusals.push({
      name: 'AMPARO_DKIM_SELECTOR',
      problem: 'is missing, while AMPARO_DKIM_KEY is there.',
      mend: 'Give the name under which the public key stands in the DNS, as amparo2026.',
    })
  if (refusals.length > 0) return refusals
  const sender = from ?? 'amparo@localhost.invalid'
  return {
    smtp: url === undefined ? null : smtpOf(new URL(url), ca),
    from: sender,
    dkim:
      key === null
        ? null
        : {
            key: secret(key),
            selector: settings.AMPARO_DKIM_SELECTOR ?? '',
            domain: settings.AMPARO_DKIM_DOMAIN ?? domainOf(sender),
          },
    bounceDomain: settings.AMPARO_BOUNCE_DOMAIN ?? null,
    perSecond: settings.AMPARO_MAIL_PER_SECOND,
  }
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const smtpOf = (url: URL, ca: string | null): SmtpConfig => {
  const implicitTls = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port),
    implicitTls,
    plainAllowed: isLoopbackName(url.hostname),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : secret(decodeURIComponent(url.password)),
    ca,
  }
}

const readOrNull = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
