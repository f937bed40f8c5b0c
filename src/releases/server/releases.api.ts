/** The documents' part of the API: drafts, proposals, what a second person decides, and taking back. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import type { Document, Version } from '#releases/core/document.ts'
import { toListed } from '#releases/core/kind.ts'
import {
  deletionSchema,
  documentAnswer,
  documentsAnswer,
  draftSchema,
  exportSchema,
  LARGEST_DRAFT,
  refusalSchema,
  seenSchema,
  unconfirmedAnswer,
  urgentSchema,
} from '#releases/core/wire.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  type ActRefusal,
  confirm,
  listDocuments,
  listUnconfirmed,
  type Member,
  propose,
  proposeDeletion,
  proposeExport,
  readDocument,
  refuse,
  release,
  releaseUrgently,
  type ReleasesDeps,
  saveDraft,
  takeBack,
  withdraw,
} from './desk_documents.service.ts'
import { releasesPolicy } from './policies.ts'

const deskParams = z.object({ desk: idSchema })
const documentParams = z.object({ desk: idSchema, document: idSchema })
const nothing = z.strictObject({})

type Asking = {
  readonly caller: Pick<Member, 'account' | 'role'>
  readonly params: { readonly desk: string }
}
const memberOf = ({ caller, params }: Asking): Member => ({
  account: caller.account,
  role: caller.role,
  desk: params.desk,
})

/** `kinds` are described by the rooms whose documents they are. */
export const releasesApi =
  (given: Pick<ReleasesDeps, 'kinds' | 'documents'>) =>
  (api: Api, deps: ApiDeps & Omit<ReleasesDeps, keyof typeof given>): void => {
    const all = { ...deps, ...given }
    readRoutes(api, all)
    writerRoutes(api, all)
    takeRoutes(api, all)
    leadRoutes(api, all)
    urgentRoutes(api, all)
  }

const readRoutes = (api: Api, deps: ApiDeps & ReleasesDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/documents',
    summary: 'The desk’s themes, figures and exports, with every version',
    access: releasesPolicy.listDocuments,
    parse: { params: deskParams },
    act: async (asked) => ok(await listDocuments(deps, memberOf(asked))),
    refusals: {},
    answer: documentsAnswer,
    present: ({ documents, leads }) => ({
      documents: documents.map((one) => presentDocument(toListed(one, deps.kinds))),
      leads,
    }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/documents/{document}',
    summary: 'A document of the desk',
    access: releasesPolicy.readDocument,
    parse: { params: documentParams },
    act: async (asked): Promise<Result<Document, { kind: 'not_found' }>> => {
      const found = await readDocument(deps, memberOf(asked), asked.params.document)
      return found ? ok(found) : err({ kind: 'not_found' })
    },
    refusals: { not_found: () => ({ status: 404, type: 'not_found' }) },
    answer: documentAnswer,
    present: presentDocument,
  })
}

const writerRoutes = (api: Api, deps: ApiDeps & ReleasesDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'put',
    path: '/desks/{desk}/documents/{document}/draft',
    summary: 'Save a draft, over the one that was seen and no other',
    access: releasesPolicy.saveDraft,
    parse: { params: documentParams, body: draftSchema, bodyLimit: LARGEST_DRAFT },
    act: (asked): Acting =>
      refused(saveDraft(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/propose',
    summary: 'Propose the draft that was seen; a lead who wrote none of it releases',
    access: releasesPolicy.propose,
    parse: { params: documentParams, body: seenSchema },
    act: (asked): Acting =>
      refused(propose(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/deletion',
    summary: 'Propose to delete every version',
    access: releasesPolicy.proposeDeletion,
    parse: { params: documentParams, body: deletionSchema },
    act: (asked): Acting =>
      refused(proposeDeletion(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
}

const takeRoutes = (api: Api, deps: ApiDeps & ReleasesDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/take-back',
    summary: 'Take back what is proposed',
    access: releasesPolicy.takeBack,
    parse: { params: documentParams, body: nothing },
    act: (asked): Acting => refused(takeBack(deps, memberOf(asked), asked.params.document)),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/withdraw',
    summary: 'Take what is public out of it, at once',
    access: releasesPolicy.withdraw,
    parse: { params: documentParams, body: nothing },
    act: (asked): Acting => refused(withdraw(deps, memberOf(asked), asked.params.document)),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
}

const leadRoutes = (api: Api, deps: ApiDeps & ReleasesDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/release',
    summary: 'Release what is proposed; never by one of its writers',
    access: releasesPolicy.release,
    parse: { params: documentParams, body: seenSchema },
    act: (asked): Acting =>
      refused(release(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/refuse',
    summary: 'Send back what is proposed, with a note',
    access: releasesPolicy.refuse,
    parse: { params: documentParams, body: refusalSchema },
    act: (asked): Acting =>
      refused(refuse(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/exports',
    summary: 'Propose an export of more than one case; another lead releases it',
    access: releasesPolicy.proposeExport,
    parse: { params: deskParams, body: exportSchema },
    act: (asked): Acting => refused(proposeExport(deps, memberOf(asked), asked.body)),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    status: 201,
    answer: documentAnswer,
    present: presentDocument,
  })
}

const urgentRoutes = (api: Api, deps: ApiDeps & ReleasesDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/unconfirmed',
    summary: 'What another lead released alone, and nobody has confirmed yet',
    access: releasesPolicy.listUnconfirmed,
    parse: { params: deskParams },
    act: async (asked) => ok(await listUnconfirmed(deps, memberOf(asked))),
    refusals: {},
    answer: unconfirmedAnswer,
    present: (documents) => ({ documents: documents.map(presentDocument) }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/release-urgently',
    summary: 'Release what one wrote, alone and with the reason; every other lead is told',
    access: releasesPolicy.releaseUrgently,
    parse: { params: documentParams, body: urgentSchema },
    act: (asked): Acting =>
      refused(releaseUrgently(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/confirm',
    summary: 'Confirm what another lead released alone',
    access: releasesPolicy.confirm,
    parse: { params: documentParams, body: seenSchema },
    act: (asked): Acting =>
      refused(confirm(deps, memberOf(asked), { id: asked.params.document, ...asked.body })),
    refusals: { act_refused: ({ why }) => actProblem(why) },
    answer: documentAnswer,
    present: presentDocument,
  })
}

type Acting = Promise<Result<Document, ActRefused>>
type ActRefused = { readonly kind: 'act_refused'; readonly why: ActRefusal }

const refused = async (
  acted: Promise<Result<Document, ActRefusal>>,
): Promise<Result<Document, ActRefused>> => {
  const done = await acted
  return done.ok ? done : err({ kind: 'act_refused', why: done.error })
}

const statuses: Readonly<Record<ActRefusal['kind'], number>> = {
  not_found: 404,
  own_release: 403,
  only_lead: 403,
  role_too_low: 403,
  never_urgent: 403,
  second_person_releases: 409,
  nothing_to_confirm: 409,
  reason_missing: 422,
  revision_moved: 409,
  waits_for_release: 409,
  id_taken: 409,
  not_a_draft: 409,
  not_proposed: 409,
  nothing_public: 409,
  document_deleted: 409,
  export_stays: 409,
  too_large: 413,
  note_missing: 422,
  unknown_document_kind: 422,
  body_refused: 422,
}

const actProblem = (why: ActRefusal): Problem => {
  const { kind, ...fields } = why
  return { status: statuses[kind], type: kind, fields }
}

const presentDocument = ({ kind, id, versions }: Document) => ({
  kind,
  id,
  versions: versions.map(presentVersion),
})

/** Members of the desk read all of it; what the public reads is chosen elsewhere. */
const presentVersion = (one: Version) => ({
  version: one.version,
  act: one.act,
  state: one.state,
  revision: one.revision,
  body: one.body,
  writers: one.writers,
  note: 'note' in one ? one.note : null,
  proposedAt: 'proposedAt' in one ? one.proposedAt : null,
  decidedBy: 'decidedBy' in one ? one.decidedBy : null,
  decidedAt: 'decidedAt' in one ? one.decidedAt : null,
  endedBy: 'endedBy' in one ? one.endedBy : null,
  endedAt: 'endedAt' in one ? one.endedAt : null,
  usedAt: 'usedAt' in one ? one.usedAt : null,
  urgent: one.urgent ?? null,
})
