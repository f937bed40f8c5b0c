/** What the operator sets, read once from the environment; every refusal says what, where and how to mend it. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'

import { z } from 'zod'

import { err, ok, type Result } from '#kernel/core/result.ts'
import { secret, type Secret } from '#kernel/core/secret.ts'

import { type MailConfig, mailConfigOf, mailSettings } from './mail/mail_config.ts'

export type Config = {
  readonly port: number
  /** The address the server listens on. */
  readonly bind: string
  readonly dataFolder: string
  /** Where members reach the desk: scheme, host and port, without a path. */
  readonly origin: string
  /** Where the public pages are; the same unless the operator separates them. */
  readonly publicOrigin: string
  /** Where whoever reads a public page may write: an e-mail address; null where the operator gives none. */
  readonly contact: string | null
  /** How the words of public cases may be used again, in the operator's words; null where they say nothing. */
  readonly licence: string | null
  /** Another PostgreSQL in place of our own. */
  readonly databaseUrl: Secret<string> | null
  readonly mail: MailConfig
  /** Bytes that a file of evidence may have, and those of a desk together. */
  readonly files: { readonly mostOfFile: number; readonly mostOfDesk: number }
  /** Backups by the server itself; none where the operator names no folder. */
  readonly backup?: BackupPlan
  /** The example: synthetic cases count, and every public page says so. No setting can ask for it. */
  readonly demo?: true
}

export type BackupPlan = {
  readonly to: string
  readonly everyHours: number
  /** So many of the newest stay. */
  readonly keep: number
}

export type SettingRefusal = {
  readonly kind: 'wrong_setting'
  readonly name: string
  readonly problem: string
  readonly mend: string
}

type Environment = { readonly [name: string]: string | undefined }

/** All wrong settings at once, so that one start shows everything there is to mend. */
export const parseConfig = (
  environment: Environment,
  given: { readonly cwd: string },
): Result<Config, readonly SettingRefusal[]> => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(present)
  if (!parsed.success) return err(parsed.error.issues.map(issueToRefusal))
  const {
    PORT,
    AMPARO_BIND,
    AMPARO_DATA,
    AMPARO_ORIGIN,
    AMPARO_PUBLIC_ORIGIN,
    AMPARO_CONTACT,
    AMPARO_LICENCE,
    DATABASE_URL,
    AMPARO_FILE_MOST,
    AMPARO_FILES_OF_DESK,
    AMPARO_BACKUP_TO,
    AMPARO_BACKUP_EVERY,
    AMPARO_BACKUP_KEEP,
  } = parsed.data
  const origin = AMPARO_ORIGIN ?? `http://localhost:${PORT}`
  const exposed = !isLoopback(AMPARO_BIND) && isLocal(new URL(origin))
  if (exposed) return err([exposedRefusal(AMPARO_BIND)])
  const mail = mailConfigOf(parsed.data, given)
  if ('length' in mail) return err(mail.map((one) => ({ kind: 'wrong_setting', ...one })))
  return ok({
    port: PORT,
    bind: AMPARO_BIND,
    dataFolder: resolve(given.cwd, AMPARO_DATA),
    origin,
    publicOrigin: AMPARO_PUBLIC_ORIGIN ?? origin,
    contact: AMPARO_CONTACT ?? null,
    licence: AMPARO_LICENCE ?? null,
    databaseUrl: DATABASE_URL === undefined ? null : secret(DATABASE_URL),
    mail,
    files: { mostOfFile: AMPARO_FILE_MOST * MEBIBYTE, mostOfDesk: AMPARO_FILES_OF_DESK * MEBIBYTE },
    ...(AMPARO_BACKUP_TO === undefined
      ? {}
      : {
          backup: {
            to: resolve(given.cwd, AMPARO_BACKUP_TO),
            everyHours: hoursOf[AMPARO_BACKUP_EVERY],
            keep: AMPARO_BACKUP_KEEP,
          },
        }),
  })
}

/** One line per refusal, for the terminal. */
export const explainSettings = (refusals: readonly SettingRefusal[]): string =>
  refusals.map(({ name, problem, mend }) => `${name}: ${problem} ${mend}`).join('\n')

/** Cookies are marked Secure and HSTS is sent only where the browser sees https. */
export const isHttps = (origin: string): boolean => origin.startsWith('https://')

/** On this machine only: the one place, besides an onion service, where plain HTTP is no danger. */
export const isLocal = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** A problem and its mend, in one text that zod carries. */
const wrong = (problem: string, mend: string): string => JSON.stringify({ problem, mend })

const anOrigin = z.string().transform((text, context) => {
  const refuse = (problem: string, mend: string): never => {
    context.addIssue({ code: 'custom', message: wrong(problem, mend) })
    return z.NEVER
  }
  if (!URL.canParse(text)) {
    return refuse('is not an address.', 'Write it with its scheme, as https://desk.example.org.')
  }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse('is not a web address.', 'Write it with its scheme, as https://desk.example.org.')
  }
  if (`${url.origin}/` !== url.href) {
    return refuse('holds more than scheme, host and port.', `Write ${url.origin} alone.`)
  }
  if (url.protocol === 'http:' && !isLocal(url) && !url.hostname.endsWith('.onion')) {
    return refuse(
      'is plain HTTP beyond this machine: passphrases and cases could be read and changed on the way.',
      'Use https:// (docs/operations/Caddyfile), an .onion address (docs/operations/torrc), or http://localhost.',
    )
  }
  return url.origin
})

const hoursOf = { hour: 1, day: 24, week: 7 * 24 } as const

const MEBIBYTE = 1024 * 1024

/** A size in mebibytes. */
const aSize = (without: string, most: number) =>
  z
    .string()
    .default(without)
    .transform(Number)
    .refine((size) => Number.isInteger(size) && size >= 1 && size <= most, {
      error: wrong(
        'is no size.',
        `Give mebibytes, a whole number from 1 to ${most}, or leave it out for ${without}.`,
      ),
    })

const settings = z.object({
  PORT: z
    .string()
    .default('3000')
    .transform(Number)
    .refine((port) => Number.isInteger(port) && port >= 1 && port <= 65_535, {
      error: wrong('is not a port.', 'Give a whole number from 1 to 65535, or leave it out for 3000.'),
    }),
  AMPARO_BIND: z
    .string()
    .default('127.0.0.1')
    .refine((address) => isIP(address) !== 0, {
      error: wrong('is not an IP address.', 'Give one as 127.0.0.1 or ::1, or leave it out.'),
    }),
  AMPARO_DATA: z.string().default('data'),
  AMPARO_ORIGIN: anOrigin.optional(),
  AMPARO_PUBLIC_ORIGIN: anOrigin.optional(),
  AMPARO_CONTACT: z
    .email({ error: wrong('is not an e-mail address.', 'Write one as desk@example.org, or leave it out.') })
    .optional(),
  AMPARO_LICENCE: z
    .string()
    .max(200, {
      error: wrong('is longer than 200 characters.', 'Write a name such as CC BY 4.0, or an address.'),
    })
    .optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
      error: wrong(
        'is not the address of a PostgreSQL.',
        'Write postgres://owner:password@host:5432/amparo, or leave it out to use our own.',
      ),
    })
    .optional(),
  ...mailSettings,
  AMPARO_FILE_MOST: aSize('2048', 1_000_000),
  AMPARO_FILES_OF_DESK: aSize('102400', 100_000_000),
  AMPARO_BACKUP_TO: z.string().optional(),
  AMPARO_BACKUP_EVERY: z
    .enum(['hour', 'day', 'week'], {
      error: wrong('is neither hour, day nor week.', 'Write one of them, or leave it out for day.'),
    })
    .default('day'),
  AMPARO_BACKUP_KEEP: z
    .string()
    .default('14')
    .transform(Number)
    .refine((keep) => Number.isInteger(keep) && keep >= 1 && keep <= 1000, {
      error: wrong('is no number of backups.', 'Give a whole number from 1 to 1000, or leave it out for 14.'),
    }),
})

const issueToRefusal = (issue: z.core.$ZodIssue): SettingRefusal => ({
  kind: 'wrong_setting',
  name: String(issue.path[0]),
  ...(JSON.parse(issue.message) as { problem: string; mend: string }),
})

const exposedRefusal = (bind: string): SettingRefusal => ({
  kind: 'wrong_setting',
  name: 'AMPARO_BIND',
  problem: `is ${bind}, open to the network, while members would come by plain HTTP.`,
  mend: 'Set AMPARO_ORIGIN to the https:// or .onion address in front of it, or leave AMPARO_BIND out.',
})
