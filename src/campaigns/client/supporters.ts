/**
 * Supporters of an ask on a member's device: fetched sealed, opened here by the desk's inbox, searched, listed and written
 * to from here. The server is given an address only for a letter, and keeps it until that is sent.
 */
import { bundleOf } from '#campaigns/core/supporter_bundle.ts'
import { supporterPart, type SupporterPart } from '#campaigns/core/supporter.ts'
import {
  batchAnswer,
  type FollowLanguage,
  type FollowLetter,
  followLanguages,
  type FollowWords,
  sealedAnswer,
  type SealedRow,
  type Supporters,
  supportersAnswer,
  waitingAnswer,
} from '#campaigns/core/supporters_wire.ts'
import { toCsv } from '#figures/core/csv.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { translator } from '#languages/translate.ts'
import { inboxIdentities, openDesk } from '#members/client/desk_log.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'
import { fromBase64url, fromUtf8 } from '#vault/core/bytes.ts'
import { openerOf } from '#vault/client/v1/export.ts'
import { inboxRecipient } from '#vault/client/v1/desk.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
export type AskPlace = { readonly desk: string; readonly ask: string }

export type Supporter = SupporterPart & {
  /** As the server counts it: said on the form, whatever the organisation asked for. */
  readonly from: string | null
  readonly hears: boolean
}

type Opened = { readonly supporters: readonly Supporter[]; readonly unreadable: number }
export type SupportersGround = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly progress: (done: number, total: number, what: string) => void
  /** By ask; in the worker alone, until it ends. */
  readonly opened: Map<string, Opened>
}

export const noSupportersYet = (
  given: Pick<SupportersGround, 'deps' | 'unlocked' | 'progress'>,
): SupportersGround => ({ ...given, opened: new Map() })

const pathOf = ({ desk, ask }: AskPlace): string => `/desks/${desk}/asks/${ask}`
const keyOf = ({ desk, ask }: AskPlace): string => `${desk} ${ask}`

export type SupportersView = Supporters & {
  /** The ask seals to the desk's inbox of today; false after a member was removed, until it is released again. */
  readonly sealsToUs: boolean
  readonly today: string
}

export const readSupporters = async (
  { deps, unlocked }: SupportersGround,
  of: AskPlace,
): Answer<SupportersView> => {
  const desk = await openDesk(deps, unlocked, of.desk)
  if (!desk.ok) return desk
  const found = await deps.api('GET', `${pathOf(of)}/supporters`, { answer: supportersAnswer })
  if (!found.ok) return serverErr(found.error)
  const own = await inboxRecipient(desk.value.secret)
  const today = deps.clock().toISOString().slice(0, 10)
  return ok({ ...found.value, sealsToUs: found.value.ask.receivers[0]?.recipient === own, today })
}

export type OpenedSupporters = { readonly opened: number; readonly unreadable: number }

/** All of them, page by page; how far is told meanwhile. */
export const openSupporters = async (ground: SupportersGround, of: AskPlace): Answer<OpenedSupporters> => {
  const { unlocked, progress } = ground
  const view = await readSupporters(ground, of)
  if (!view.ok) return view
  const first = view.value.ask.receivers[0]
  const desk = unlocked.desks.get(of.desk)
  if (!desk || !first) return ok({ opened: 0, unreadable: 0 })
  const open = openerOf(await inboxIdentities(desk))
  const supporters: Supporter[] = []
  let unreadable = 0
  const read = await eachSealed(ground, { ...of, receiver: first.id }, async (row) => {
    const part = await openRow(open, { ...of, receiver: first.id }, row)
    if (part) supporters.push({ ...part, from: row.country, hears: row.follow })
    else unreadable += 1
    progress(supporters.length + unreadable, Math.max(first.sealed, supporters.length), 'supporters')
  })
  if (!read.ok) return read
  ground.opened.set(keyOf(of), { supporters, unreadable })
  return ok({ opened: supporters.length, unreadable })
}

type Receiver = AskPlace & { readonly receiver: string }

export const eachSealed = async (
  { deps }: SupportersGround,
  of: Receiver,
  each: (row: SealedRow) => Promise<void>,
): Answer<null> => {
  let after: string | undefined
  for (;;) {
    const query = `receiver=${of.receiver}${after === undefined ? '' : `&after=${after}`}`
    const page = await deps.api('GET', `${pathOf(of)}/supporters/sealed?${query}`, { answer: sealedAnswer })
    if (!page.ok) return serverErr(page.error)
    for (const row of page.value.rows) await each(row)
    const last = page.value.rows.at(-1)?.action
    if (!page.value.more || last === undefined || last === after) return ok(null)
    after = last
  }
}

/** What is inside has to say that it belongs here: rows that were exchanged are read by nobody. */
export const openRow = async (
  open: ReturnType<typeof openerOf>,
  of: Receiver,
  row: SealedRow,
): Promise<SupporterPart | null> => {
  const sealed = fromBase64url(row.sealed)
  const plain = sealed && (await open(sealed))
  if (!plain) return null
  try {
    const part = supporterPart.safeParse(JSON.parse(fromUtf8(plain)))
    if (!part.success) return null
    const { ask, action, receiver } = part.data
    return ask === of.ask && action === row.action && receiver === of.receiver ? part.data : null
  } catch {
    return null
  }
}

export type FoundSupporters = {
  readonly total: number
  readonly rows: readonly Supporter[]
}
const ROWS_SHOWN = 50

/** Newest first; null before they were opened on this device. */
export const findSupporters = (
  { opened }: SupportersGround,
  of: AskPlace & { readonly words: string; readonly country: string | null; readonly from: number },
): FoundSupporters | null => {
  const all = opened.get(keyOf(of))?.supporters
  if (!all) return null
  const words = of.words.trim().toLocaleLowerCase()
  const found = all.filter(
    (one) =>
      (of.country === null || one.from === of.country) &&
      (words === '' ||
        [one.name, one.mail, one.message].some((text) => text?.toLocaleLowerCase().includes(words))),
  )
  const sorted = found.toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  return { total: found.length, rows: sorted.slice(of.from, of.from + ROWS_SHOWN) }
}

/** Told to the server first, which may refuse; then made here. */
export const listSupporters = async (
  { deps, opened }: SupportersGround,
  of: AskPlace & { readonly language: string },
): Answer<string> => {
  const all = opened.get(keyOf(of))?.supporters
  if (!all) return err({ kind: 'refused_by_server', type: 'supporters_not_opened', fields: {} })
  const noted = await deps.api('POST', `${pathOf(of)}/supporters/list`, { body: {}, answer: nothing })
  if (!noted.ok) return serverErr(noted.error)
  const t = translator(of.language)
  const extras = [...new Set(all.flatMap(({ extra }) => Object.keys(extra ?? {})))].toSorted()
  const yes = (said: boolean | null | undefined): string | null =>
    said === undefined || said === null ? null : t(said ? 'supporters.yes' : 'supporters.no')
  const head = [
    ...(['day', 'name', 'mail', 'country', 'message', 'language', 'hears', 'shown'] as const).map((one) =>
      t(`supporters.column.${one}`),
    ),
    ...extras,
  ]
  const rows = all.map((one) => [
    one.on,
    one.name ?? null,
    one.mail ?? null,
    one.country ?? null,
    one.message ?? null,
    one.language ?? null,
    yes(one.hears),
    yes(one.showName),
    ...extras.map((key) => one.extra?.[key] ?? null),
  ])
  return ok(toCsv([head, ...rows]))
}

/** What another organisation was given, which this desk cannot open: one file, for its own key. */
export const bundleSupporters = async (
  ground: SupportersGround,
  of: Receiver,
): Answer<Uint8Array<ArrayBuffer>> => {
  const { deps } = ground
  const noted = await deps.api('POST', `${pathOf(of)}/supporters/list`, { body: {}, answer: nothing })
  if (!noted.ok) return serverErr(noted.error)
  const sealed: Uint8Array[] = []
  const read = await eachSealed(ground, of, async (row) => {
    const bytes = fromBase64url(row.sealed)
    if (bytes) sealed.push(bytes)
  })
  return read.ok ? ok(bundleOf(sealed, deps.clock())) : read
}

const languageOf = ({ language }: Supporter): FollowLanguage =>
  followLanguages.find((one) => one === language) ?? 'en'

/** `followUp`: goes on with one that was begun. Batch by batch; cut anywhere, the rest is sent by the next call. */
export const sendFollowUp = async (
  ground: SupportersGround,
  given: AskPlace & ({ readonly followUp: string } | { readonly words: FollowWords }),
): Answer<{ readonly followUp: string; readonly queued: number }> => {
  const { deps, progress, opened } = ground
  const all = opened.get(keyOf(given))?.supporters
  if (!all) return err({ kind: 'refused_by_server', type: 'supporters_not_opened', fields: {} })
  const followUp = 'followUp' in given ? given.followUp : newId(deps)
  if ('words' in given) {
    const body = { id: followUp, words: given.words }
    const begun = await deps.api('POST', `${pathOf(given)}/follow-ups`, { body, answer: nothing })
    if (!begun.ok) return serverErr(begun.error)
  }
  const byAction = new Map(all.map((one) => [one.action, one]))
  const total = all.filter(({ hears }) => hears).length
  const path = `${pathOf(given)}/follow-ups/${followUp}`
  let [queued, after]: [number, string | undefined] = [0, undefined]
  for (;;) {
    const query: string = after === undefined ? '' : `?after=${after}`
    const page = await deps.api('GET', `${path}/waiting${query}`, { answer: waitingAnswer })
    if (!page.ok) return serverErr(page.error)
    const letters = page.value.actions.flatMap((action): readonly FollowLetter[] => {
      const one = byAction.get(action)
      return one?.mail === undefined ? [] : [{ action, to: one.mail, language: languageOf(one) }]
    })
    if (letters.length > 0) {
      const sent = await deps.api('POST', `${path}/letters`, { body: { letters }, answer: batchAnswer })
      if (!sent.ok) return serverErr(sent.error)
      queued += sent.value.queued
      progress(queued, Math.max(total, queued), 'follow_up')
    }
    const last = page.value.actions.at(-1)
    if (!page.value.more || last === undefined) return ok({ followUp, queued })
    after = last
  }
}

export const endFollowUp = async (
  { deps }: SupportersGround,
  of: AskPlace & { readonly followUp: string },
): Answer<null> => {
  const path = `${pathOf(of)}/follow-ups/${of.followUp}/end`
  const ended = await deps.api('POST', path, { body: {}, answer: nothing })
  return ended.ok ? ok(null) : serverErr(ended.error)
}

/** Opens the row of whoever asked, writes down what is in it, and has it sent to the address in it. */
export const answerSupporter = async (
  { deps, opened }: SupportersGround,
  of: AskPlace & { readonly action: string },
): Answer<null> => {
  const one = opened.get(keyOf(of))?.supporters.find(({ action }) => action === of.action)
  if (!one) return err({ kind: 'refused_by_server', type: 'supporters_not_opened', fields: {} })
  if (one.mail === undefined) return err({ kind: 'refused_by_server', type: 'no_address_held', fields: {} })
  const language = languageOf(one)
  const t = translator(language)
  const body = {
    to: one.mail,
    language,
    subject: t('supporters.answer.subject'),
    text: heldWords(t, one),
  }
  const path = `${pathOf(of)}/supporters/${of.action}/answer`
  const sent = await deps.api('POST', path, { body, answer: nothing })
  return sent.ok ? ok(null) : serverErr(sent.error)
}

const heldWords = (t: ReturnType<typeof translator>, one: Supporter): string => {
  const said = [
    ['day', one.on],
    ['name', one.name],
    ['mail', one.mail],
    ['country', one.country],
    ['message', one.message],
    ['language', one.language],
  ] as const
  const lines = said.flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${t(`supporters.column.${key}`)}: ${value}`],
  )
  const extra = Object.entries(one.extra ?? {}).map(([key, value]) => `${key}: ${value}`)
  const hears = `${t('supporters.column.hears')}: ${t(one.hears ? 'supporters.yes' : 'supporters.no')}`
  return [t('supporters.answer.intro'), '', ...lines, ...extra, hears, '', t('supporters.answer.end')].join(
    '\n',
  )
}
