/** Documents on a member's device: asked of the server and sent to it. Nothing of them is sealed but the draft of a form. */
import { ok, type Result } from '#kernel/core/result.ts'
import type { KindName } from '#releases/core/kind.ts'
import { frozenAnswer, type FrozenParts } from '#figures/core/frozen_figure.ts'
import { type ThemeParts, themePartsAnswer } from '#figures/core/theme_parts.ts'
import type { Query } from '#figures/core/query.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId } from '#members/client/unlocked.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import type { Seen } from '#releases/core/document.ts'
import type { ExportBody } from '#releases/core/exports.ts'
import {
  type DeskDocument,
  documentAnswer,
  type DeskDocuments,
  documentsAnswer,
  unconfirmedAnswer,
} from '#releases/core/wire.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
type Of = { readonly desk: string; readonly document: string }

export const findDeskDocuments = async (deps: ClientDeps, desk: string): Answer<DeskDocuments> =>
  orRefusal(await deps.api('GET', `/desks/${desk}/documents`, { answer: documentsAnswer }))

/** What other leads released alone; for leads. */
export const findUnconfirmed = async (deps: ClientDeps, desk: string): Answer<DeskDocuments['documents']> => {
  const found = await deps.api('GET', `/desks/${desk}/unconfirmed`, { answer: unconfirmedAnswer })
  return found.ok ? ok(found.value.documents) : serverErr(found.error)
}

export const findDeskDocument = async (deps: ClientDeps, { desk, document }: Of): Answer<DeskDocument> =>
  orRefusal(await deps.api('GET', `/desks/${desk}/documents/${document}`, { answer: documentAnswer }))

export type DraftForm = {
  readonly desk: string
  /** Null begins a new document. */
  readonly document: string | null
  readonly kind: KindName
  readonly body: Readonly<Record<string, unknown>>
  readonly seen: Seen | null
}

export const saveDocument = async (deps: ClientDeps, form: DraftForm): Answer<DeskDocument> => {
  const { desk, kind, body, seen } = form
  const id = form.document ?? newId(deps)
  const path = `/desks/${desk}/documents/${id}/draft`
  return orRefusal(await deps.api('PUT', path, { body: { kind, body, seen }, answer: documentAnswer }))
}

/** What is done with a document, and what each act has to be told. */
export type DocumentAct =
  | ({ readonly kind: 'propose' | 'release' | 'confirm' } & Seen)
  | ({ readonly kind: 'release-urgently'; readonly reason: string } & Seen)
  | ({ readonly kind: 'refuse'; readonly note: string } & Seen)
  | { readonly kind: 'take-back' | 'withdraw' }
  | { readonly kind: 'deletion'; readonly reason: string }

export const actOnDocument = async (
  deps: ClientDeps,
  { desk, document, act }: Of & { act: DocumentAct },
): Answer<DeskDocument> => {
  const { kind, ...body } = act
  const path = `/desks/${desk}/documents/${document}/${kind}`
  return orRefusal(await deps.api('POST', path, { body, answer: documentAnswer }))
}

export const proposeExport = async (
  deps: ClientDeps,
  { desk, body }: { readonly desk: string; readonly body: ExportBody },
): Answer<DeskDocument> =>
  orRefusal(
    await deps.api('POST', `/desks/${desk}/exports`, {
      body: { id: newId(deps), body },
      answer: documentAnswer,
    }),
  )

export const freezeFigure = async (
  deps: ClientDeps,
  { desk, query }: { readonly desk: string; readonly query: Query },
): Answer<FrozenParts> =>
  orRefusal(
    await deps.api('POST', `/desks/${desk}/figures/freeze`, { body: { query }, answer: frozenAnswer }),
  )

/** Public figures of every desk, and the public cases of these references. */
export const findThemeParts = async (
  deps: ClientDeps,
  { desk, cases }: { readonly desk: string; readonly cases: readonly string[] },
): Answer<ThemeParts> =>
  orRefusal(
    await deps.api('POST', `/desks/${desk}/themes/parts`, { body: { cases }, answer: themePartsAnswer }),
  )

const orRefusal = <T>(answer: Result<T, ApiRefusal>): Result<T, MemberRefusal> =>
  answer.ok ? answer : serverErr(answer.error)
