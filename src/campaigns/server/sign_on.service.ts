/**
 * Letters that organisations sign, for everybody: who signs, who stands under the text, and what signatories do later
 * by the link of their mail. What is told of a letter passes `campaigns` first, [Note: Do no harm].
 */
import { askBody } from '#campaigns/core/ask.ts'
import { instantOf } from '#campaigns/core/ask_state.ts'
import { decideSignature, listNow, type SignatureRefusal } from '#campaigns/core/sign_on.ts'
import type { KeptLogo } from '#campaigns/core/logo.ts'
import { domainShown } from '#campaigns/core/sign_on_authority.ts'
import {
  type FrozenList,
  frozenList,
  type FrozenName,
  type PublishedList,
} from '#campaigns/core/sign_on_frozen.ts'
import { signedOf } from '#campaigns/core/sign_on_form.ts'
import { compareWords, type Segment, tidy } from '#instruments/core/words.ts'
import { compareText } from '#kernel/core/compare_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { openDocuments } from '#releases/server/documents.service.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { openHeldKeys } from '#vault/server/held.service.ts'
import { sealTo } from '#vault/server/sealing.service.ts'
import type { ConfirmedAction, ConfirmHook } from './actions.ts'
import type { Campaigns, OpenAsk } from './campaigns.service.ts'
import { type Links, linksOf, newRowId, tell } from './sign_on_links.ts'
import { findLogoPictures, findLogos } from './logos.store.ts'
import { findCommentsByLink } from './sign_on_comments.store.ts'
import {
  countOpenSignatories,
  type DeskSignatory,
  findFrozenList,
  findOpenSignatories,
  findByLink,
  type FrozenLine,
  insertSealed,
  insertSignatories,
  isListFrozen,
  type OpenCounts,
  moveByLink,
  type OpenSignatory,
} from './sign_on.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly signOn?: SignOn
  }
}

export type SignOnDeps = {
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  readonly campaigns: Campaigns
  /** Begins every link that is mailed. */
  readonly origin: string
}

/** Under a letter that is told. */
export type LetterLists = {
  readonly counts: OpenCounts
  readonly main: readonly OpenSignatory[]
  readonly late: readonly OpenSignatory[]
  readonly logos: ReadonlyMap<string, KeptLogo>
  readonly frozen: Pick<FrozenLine, 'sha256' | 'frozenAt' | 'letterVersion'> | null
}

/** What whoever holds the link of a mail is shown. */
export type OwnSignature = {
  readonly ask: OpenAsk
  readonly signature: DeskSignatory
  /** `second`: they are asked to confirm that their organisation signs. */
  readonly as: 'own' | 'second'
  readonly mayComment: boolean
  /** Where the text has changed since they signed: what is new in it. */
  readonly redline: readonly Segment[] | null
  readonly comments: readonly AnsweredComment[]
}
/** What they said is sealed to the desk; what it answered is theirs to read. ISO days. */
export type AnsweredComment = {
  readonly on: string
  readonly answeredOn: string | null
  readonly changed: boolean | null
  readonly reply: string | null
}
export type OwnAct =
  | { readonly kind: 'confirm' | 'withdraw' | 'keep' | 'unlist' | 'no_logo' }
  | { readonly kind: 'comment'; readonly text: string }
export type OwnRefusal =
  | { readonly kind: 'link_ended' }
  | { readonly kind: 'comments_closed' }
  | { readonly kind: 'comment_wrong' }
  | SignatureRefusal

export type SignOn = {
  readonly listsOf: (ask: OpenAsk) => Promise<LetterLists>
  /** PNG, of those of these that are shown now. */
  readonly logosOf: (ask: OpenAsk, signatories: readonly string[]) => Promise<ReadonlyMap<string, Buffer>>
  /** Null until it is frozen. */
  readonly publishedList: (ask: OpenAsk) => Promise<PublishedList | null>
  /** In the transaction in which the address confirmed. */
  readonly confirmed: ConfirmHook
  readonly findOwn: (k: string) => Promise<OwnSignature | null>
  readonly act: (k: string, act: OwnAct) => Promise<Result<OwnSignature, OwnRefusal>>
  /** A letter under embargo, for those who were sent its link. */
  readonly findInvited: (k: string) => Promise<OpenAsk | null>
  readonly invitationTo: (ask: string) => string
  readonly ownLink: (signatory: string, language: string) => string
}

export const LONGEST_COMMENT = 4000

export const openSignOn = (deps: SignOnDeps): SignOn => {
  const links = linksOf(deps)
  const keys = openHeldKeys(deps.secrets)
  const findOwn = async (k: string): Promise<OwnSignature | null> => {
    const read = links.read(k, ['own', 'second'])
    if (!read) return null
    const found = await inTransaction(deps.database, { role: 'gate' }, async (db) => ({
      row: await findByLink(db, k),
      comments: await findCommentsByLink(db, k),
    }))
    const { row } = found
    if (!row) return null
    const now = deps.clock()
    const ask = (await deps.campaigns.evenSecret(now)).find(({ id }) => id === row.ask)
    if (!ask) return null
    const { commentsUntil } = ask.body.signOn ?? { commentsUntil: null }
    return {
      ask,
      signature: row,
      as: read.use === 'second' ? 'second' : 'own',
      mayComment: commentsUntil !== null && now.getTime() < instantOf(commentsUntil, ask.body.zone),
      redline: row.version < ask.body.letterVersion ? await redlineSince(deps, ask, row.version) : null,
      comments: found.comments.map(({ id, at, answeredAt, changed, reply }) => ({
        on: at.toISOString().slice(0, 10),
        answeredOn: answeredAt && answeredAt.toISOString().slice(0, 10),
        changed,
        reply: reply && keys.open(id, reply),
      })),
    }
  }
  return {
    listsOf: (ask) => inSnapshot(deps.database, { role: 'public' }, async (db) => readLists(db, ask)),
    logosOf: (ask, ids) =>
      ids.length === 0
        ? Promise.resolve(new Map())
        : inSnapshot(deps.database, { role: 'public' }, (db) => findLogoPictures(db, ask.id, ids)),
    publishedList: (ask) =>
      inSnapshot(deps.database, { role: 'public' }, async (db) => readPublished(db, ask)),
    confirmed: (db, action) => signConfirmed(deps, links, db, action),
    findOwn,
    act: async (k, act) => {
      const own = await findOwn(k)
      if (!own) return err({ kind: 'link_ended' })
      const done =
        act.kind === 'comment' ? await comment(deps, own, act.text) : await moveOwn(deps, own, { k, act })
      if (!done.ok) return done
      const after = await findOwn(k)
      return after ? ok(after) : err({ kind: 'link_ended' })
    },
    findInvited: async (k) => {
      const read = links.read(k, ['invited'])
      const asks = read ? await deps.campaigns.evenSecret(deps.clock()) : []
      return asks.find(({ id, body }) => id === read?.id && body.form === 'sign_on') ?? null
    },
    invitationTo: (ask) => `${deps.origin}/campaigns/invited?k=${links.make('invited', ask)}`,
    ownLink: (signatory, language) => links.address('own', signatory, language),
  }
}

const readLists = async (db: Writer, ask: OpenAsk): Promise<LetterLists> => {
  const frozen = await findFrozenList(db, ask.id)
  const version = frozen?.letterVersion ?? ask.body.letterVersion
  const [all, counts] = [
    await findOpenSignatories(db, ask.id),
    await countOpenSignatories(db, ask.id, version),
  ]
  const under = all.filter((one) => one.version === version)
  return {
    counts,
    main: under.filter((one) => one.list === 'main' && (frozen === null || one.salt !== null)),
    late: under.filter((one) => one.list === 'late' && one.withdrewOn === null),
    logos: await findLogos(db, ask.id),
    frozen: frozen && {
      sha256: frozen.sha256,
      frozenAt: frozen.frozenAt,
      letterVersion: frozen.letterVersion,
    },
  }
}

const readPublished = async (db: Writer, ask: OpenAsk): Promise<PublishedList | null> => {
  const frozen = await findFrozenList(db, ask.id)
  if (!frozen) return null
  const all = await findOpenSignatories(db, ask.id)
  return {
    sha256: frozen.sha256,
    list: readFrozen(frozen.list),
    names: all.flatMap((one) => (one.salt === null ? [] : frozenNameOf(one, one.salt))).toSorted(byName),
  }
}

/** The same file at every reading: a name that stands twice is told apart by its salt. */
const byName = (a: FrozenName, b: FrozenName): number =>
  compareText(a.name, b.name) || compareText(a.salt, b.salt)

/** Our own text: it was made by `makeFrozenList`. */
const readFrozen = (text: string): FrozenList => frozenList.parse(JSON.parse(text))

export const frozenNameOf = (
  one: Pick<OpenSignatory, 'kind' | 'name' | 'localName' | 'localLanguage' | 'country'>,
  salt: string,
): FrozenName => ({
  salt,
  kind: one.kind,
  name: one.name,
  localName: one.localName,
  localLanguage: one.localLanguage,
  country: one.country,
})

const signConfirmed = async (
  deps: SignOnDeps,
  links: Links,
  db: Writer,
  { id, ask, held, language, on }: ConfirmedAction,
): Promise<void> => {
  const signed = signedOf(held)
  const now = deps.clock()
  const list = listNow({
    closed: now.getTime() >= instantOf(ask.body.to, ask.body.zone),
    frozen: await isListFrozen(db, ask.id),
    late: ask.body.signOn?.late === true,
  })
  if (list === null || signed.name === '') return
  const shown = domainShown({ mail: signed.mail, site: signed.site })
  const authority =
    signed.kind === 'person' ? ('own' as const) : shown.kind === 'shown' ? ('domain' as const) : null
  await insertSignatories(db, [
    {
      id,
      ask: ask.id,
      desk: ask.desk,
      kind: signed.kind,
      name: signed.name,
      local_name: signed.localName,
      local_language: signed.localLanguage,
      country: signed.country,
      logo: signed.logo,
      listed: signed.listed,
      list,
      version: ask.body.letterVersion,
      state: authority === null ? 'asked' : 'shown',
      authority,
      domain: shown.kind === 'shown' ? shown.domain : null,
      came: 'form',
      by_account: null,
      signed_on: on,
      ...links.hashes(id),
    },
  ])
  const mails = { deps, ask, language, name: signed.name, now }
  await tell(db, mails, { use: 'own', to: signed.mail, link: links.address('own', id, language), about: id })
  if (signed.kind === 'organisation' && authority === null && signed.secondMail !== null)
    await tell(db, mails, {
      use: 'second',
      to: signed.secondMail,
      link: links.address('second', id, language),
      about: id,
    })
}

const moveOwn = async (
  { database, clock }: SignOnDeps,
  own: OwnSignature,
  { k, act }: { readonly k: string; readonly act: Exclude<OwnAct, { readonly kind: 'comment' }> },
): Promise<Result<null, OwnRefusal>> => {
  const second = own.as === 'second'
  if (second !== (act.kind === 'confirm')) return err({ kind: 'link_ended' })
  return inTransaction(database, { role: 'gate' }, async (db) => {
    const frozen = await isListFrozen(db, own.ask.id)
    const decided =
      act.kind === 'unlist' || act.kind === 'no_logo'
        ? ok(null)
        : decideSignature(own.signature, ownActs(own)[act.kind], { frozen })
    if (!decided.ok) return decided
    const today = clock().toISOString().slice(0, 10)
    const moved = await moveByLink(db, {
      link: k,
      act: act.kind,
      version: own.ask.body.letterVersion,
      today,
    })
    return moved ? ok(null) : err({ kind: 'link_ended' })
  })
}

const ownActs = ({ ask }: OwnSignature) =>
  ({
    confirm: { kind: 'show', authority: 'second_person' },
    withdraw: { kind: 'withdraw' },
    keep: { kind: 'keep', version: ask.body.letterVersion },
  }) as const

/** Sealed before it is kept: the desk alone reads it. */
const comment = async (
  { database, clock }: SignOnDeps,
  own: OwnSignature,
  text: string,
): Promise<Result<null, OwnRefusal>> => {
  if (own.as !== 'own') return err({ kind: 'link_ended' })
  if (!own.mayComment) return err({ kind: 'comments_closed' })
  const words = text.trim()
  if (words === '' || words.length > LONGEST_COMMENT || !words.isWellFormed())
    return err({ kind: 'comment_wrong' })
  const [receiver] = own.ask.body.receivers
  if (!receiver) return err({ kind: 'comments_closed' })
  const { id: signatory } = own.signature
  const plain = JSON.stringify({ v: 1, signatory, what: 'comment', text: words })
  const sealed = await sealTo(receiver.recipient, utf8(plain.padEnd(2048)))
  const at = clock()
  await inTransaction(database, { role: 'gate' }, (db) =>
    insertSealed(db, [
      {
        id: newRowId(),
        signatory,
        desk: own.ask.desk,
        what: 'comment',
        sealed: Buffer.from(sealed),
        at,
      },
    ]),
  )
  return ok(null)
}

/** From the newest text with that number to the one that is open, in the language in which the ask was written. */
export const redlineSince = async (
  { database }: Pick<SignOnDeps, 'database'>,
  ask: OpenAsk,
  version: number,
): Promise<readonly Segment[]> => {
  const older = (await openDocuments(database).versions('ask', ask.id)).flatMap(({ body }) => {
    const read = askBody.safeParse(body)
    return read.success && read.data.letterVersion === version ? [read.data] : []
  })
  const lang = ask.body.lang
  return compareWords(tidy(older[0]?.letter?.[lang] ?? ''), tidy(ask.body.letter?.[lang] ?? ''))
}
