/** A letter as it goes out: plain text first, no word of machine or program, nothing that tells who opened it. */
import { Buffer } from 'node:buffer'

import { pathInLanguage } from '#languages/address.ts'
import { isLanguage, translator } from '#languages/translate.ts'

import type { ServerSecrets } from '../secrets.ts'
import type { Attachment, Letter } from './mail.ts'
import { domainOf, type MailConfig } from './mail_config.ts'
import { isMarkOf, markOf, messageName } from './mail_seal.ts'
import { returnAddress } from './return_address.ts'

export type Composed = {
  readonly envelope: { readonly from: string; readonly to: string }
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: ''; readonly address: string }
  readonly replyTo: { readonly name: string; readonly address: string } | null
  readonly messageId: string
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly attachments: readonly Attachment[]
  /** Name of its file in the outbox. */
  readonly file: string
}

export type Sendable = Omit<Letter, 'dueAt' | 'target' | 'pace' | 'held'>

export type ComposeDeps = {
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
  readonly config: { readonly mail: MailConfig; readonly publicOrigin: string }
}

/** Null where no letter can be made of it: whoever it is to is no address. */
export const composeLetter = (
  { secrets, config }: ComposeDeps,
  letter: Sendable & { readonly id: string },
): Composed | null => {
  if (!isAddress(letter.to) || (letter.replyTo !== undefined && !isAddress(letter.replyTo))) return null
  const { mail } = config
  const about = letter.about ?? letter.id
  const name = messageName(secrets, letter.id)
  const unsubscribe = letter.unsubscribe === undefined ? null : unsubscribeLink({ secrets, config }, letter)
  const senderName = oneLine(letter.fromName ?? '')
  return {
    envelope: {
      from: returnAddress({ secrets, mail }, { purpose: letter.purpose, about }),
      to: letter.to,
    },
    from: { name: senderName, address: mail.from },
    to: { name: '', address: letter.to },
    replyTo: letter.replyTo === undefined ? null : { name: senderName, address: letter.replyTo },
    messageId: `<${name}@${domainOf(mail.from)}>`,
    subject: oneLine(letter.subject),
    text: withFoot(letter, unsubscribe),
    html: letter.html ?? null,
    headers: {
      ...givenHeaders(letter.headers ?? {}),
      ...(letter.language === undefined ? {} : { 'Content-Language': oneLine(letter.language) }),
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    attachments: (letter.attachments ?? []).map((one) => ({
      name: oneLine(one.name).replaceAll(/[/\\"]/g, '_'),
      type: /^[\w.+-]+\/[\w.+-]+$/.test(one.type) ? one.type : 'application/octet-stream',
      bytes: one.bytes,
    })),
    file: name,
  }
}

/** One address and nothing beside it: neither a second one nor the begin of another header. */
export const isAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>"(),:;\\[\]\p{C}]{1,64}@[^\s@<>"(),:;\\[\]\p{C}]+\.[^\s@<>"(),:;\\[\].\p{C}]{2,}$/u.test(text)

/** Headers end with a line: whatever could end one becomes a space. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** Rooms may add headers of their own, and none that decides where a letter goes or what it is. */
const givenHeaders = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => /^(X-[A-Za-z0-9-]{1,60}|In-Reply-To|References|Precedence)$/.test(name))
      .map(([name, value]) => [name, oneLine(value)]),
  )

const withFoot = (letter: Sendable, link: string | null): string => {
  if (link === null) return letter.text
  const language = isLanguage(letter.language ?? '') ? (letter.language ?? 'en') : 'en'
  return `${letter.text.trimEnd()}\n\n-- \n${translator(language)('mail.unsubscribe.foot')}\n${link}\n`
}

/** Where one press says "no more", without an account and without a cookie. */
const unsubscribeLink = ({ secrets, config }: ComposeDeps, letter: Sendable): string => {
  const { purpose, unsubscribe: id = '', language = 'en' } = letter
  const key = `${purpose}.${id}.${markOf(secrets, 'unsubscribe', purpose, id).toString('base64url')}`
  const path = pathInLanguage('/campaigns/unsubscribe', isLanguage(language) ? language : 'en')
  return `${config.publicOrigin}${path}?k=${key}`
}

/** What a link says; null where this server did not make it. */
export const readUnsubscribeKey = (
  secrets: Pick<ServerSecrets, 'pepper' | 'covers'>,
  key: string,
): { readonly purpose: string; readonly id: string } | null => {
  const [purpose = '', id = '', mark = '', ...more] = key.split('.')
  if (more.length > 0 || key.length > 120) return null
  const given = { purpose, id, mark: Buffer.from(mark, 'base64url') }
  return isMarkOf(secrets, 'unsubscribe', given) ? { purpose, id } : null
}
