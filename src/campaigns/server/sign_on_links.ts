/** What is mailed to signatories: a link that does one thing, and says it. */
import { translator } from '#languages/translate.ts'
import type { Writer } from '#platform/server/database.ts'
import { sha256Hex } from '#platform/server/hash.ts'
import { queueMail } from '#platform/server/mail/mail.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { stampsFor } from '#platform/server/stamp.ts'
import type { OpenAsk } from './campaigns.service.ts'

type Keys = { readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'> }

/** Of whoever signed, of a second person of theirs, of those who may sign under embargo. */
type Use = 'own' | 'second' | 'invited'
export type Links = ReturnType<typeof linksOf>

/** A link names a row and its use, under the server's stamp: nothing of it is kept, and nobody else makes one. */
export const linksOf = ({ secrets, origin }: Keys & { readonly origin: string }) => {
  const stamps = stampsFor<{ readonly use: Use; readonly id: string }>(secrets.pepper, 'sign_on_link')
  const make = (use: Use, id: string): string => `${id}.${stamps.give({ use, id })}`
  const hash = (use: Use, id: string): Buffer => Buffer.from(sha256Hex(make(use, id)), 'hex')
  return {
    make,
    /** By which the database knows them. */
    hashes: (id: string) => ({ own_hash: hash('own', id), second_hash: hash('second', id) }),
    read: (k: string, uses: readonly Use[]): { readonly use: Use; readonly id: string } | null => {
      const [id = '', stamp] = k.split('.', 2)
      if (!/^[A-Za-z0-9_-]{22}$/.test(id)) return null
      const use = uses.find((one) => stamps.holds({ use: one, id }, stamp))
      return use ? { use, id } : null
    },
    address: (use: 'own' | 'second', id: string, language: string): string =>
      `${origin}${language === 'ar' ? '/ar' : ''}/campaigns/signatory?k=${make(use, id)}`,
  }
}

export type Telling = {
  readonly deps: Keys
  readonly ask: OpenAsk
  readonly language: string
  readonly name: string
  readonly now: Date
}

/** A letter of ours to whoever signed; its link is all that it lets them do. */
export const tell = (
  db: Writer,
  { deps, ask, language, name, now }: Telling,
  mail: {
    readonly use: 'own' | 'second' | 'again' | 'answered'
    readonly to: string
    readonly link: string
    readonly about: string
  },
): Promise<void> => {
  const t = translator(language)
  const title = ask.body.title[language] ?? ask.body.title[ask.body.lang] ?? ''
  return queueMail(
    db,
    {
      purpose: 'signatory',
      ask: ask.id,
      about: mail.about,
      target: null,
      dueAt: now,
      to: mail.to,
      subject: t(`sign_on.mail.${mail.use}.subject`, { title }),
      text: t(`sign_on.mail.${mail.use}.text`, { title, name, link: mail.link, desk: ask.deskName }),
      language,
      fromName: ask.deskName,
      ...(ask.body.signOn && { replyTo: ask.body.signOn.secretary }),
      unsubscribe: mail.about,
    },
    deps.secrets,
  )
}

/** 128 bits, as all ids. */
export const newRowId = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
