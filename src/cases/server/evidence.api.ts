/** Files of evidence in the API: begun, sent part by part, finished; read piece by piece. Bytes pass as they are. */
import { z } from 'zod'

import { beginFileSchema, fileAnswer, finishFileSchema, PART_MOST } from '#cases/core/evidence_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import { noteAccess } from '#members/server/access.service.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import {
  beginFile,
  type BeginRefusal,
  dropFile,
  type EvidenceDeps,
  fileState,
  type FileState,
  finishFile,
  type FinishRefusal,
  putPart,
  type PartRefusal,
  readFile,
  type ReadRefusal,
} from './evidence.service.ts'
import { casesPolicy } from './policies.ts'

const caseParams = z.object({ desk: idSchema, case: idSchema })
const fileParams = z.object({ desk: idSchema, case: idSchema, file: idSchema })
const partParams = fileParams.extend({ number: z.coerce.number().int().min(0).max(1_000_000) })
const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const notFound = () => ({ status: 404, type: 'not_found' })
/** Insufficient Storage: of the whole disk, or of what the desk may take of it. */
const noRoom = () => ({ status: 507, type: 'no_room' })

const toWire = ({ blob, parts }: FileState) => ({
  id: blob.id,
  size: blob.size,
  state: blob.state,
  parts: parts.map(({ number, size, hash }) => ({ number, size, hash })),
})

type Asked = {
  readonly caller: { readonly account: string }
  readonly params: { readonly desk: string; readonly case: string; readonly file: string }
}
const fileOf = ({ caller, params }: Asked) => ({
  account: caller.account,
  desk: params.desk,
  log: params.case,
  id: params.file,
})

export const evidenceApi = (api: Api, deps: ApiDeps & EvidenceDeps): void => {
  beginRoutes(api, deps)
  partRoutes(api, deps)
  readRoutes(api, deps)
}

const beginRoutes = (api: Api, deps: ApiDeps & EvidenceDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/cases/{case}/files',
    summary: 'Begin a file of evidence for an entry that is to come',
    access: casesPolicy.sendFiles,
    parse: { params: caseParams, body: beginFileSchema },
    act: ({ caller, params, body }): Promise<Result<FileState, BeginRefusal>> =>
      beginFile(deps, { account: caller.account, desk: params.desk, log: params.case, ...body }),
    refusals: {
      not_found: notFound,
      no_room: noRoom,
      id_taken: () => ({ status: 409, type: 'id_taken' }),
      file_too_large: ({ most }) => ({ status: 413, type: 'file_too_large', fields: { most } }),
      desk_full: ({ most }) => ({ status: 507, type: 'desk_full', fields: { most } }),
    },
    status: 201,
    answer: fileAnswer,
    present: toWire,
  })
  declare({
    method: 'delete',
    path: '/desks/{desk}/cases/{case}/files/{file}',
    summary: 'Give up a file that no entry names',
    access: casesPolicy.sendFiles,
    parse: { params: fileParams },
    act: (asked) => dropFile(deps, fileOf(asked)),
    refusals: { not_found: notFound },
    present: () => undefined,
  })
}

const partRoutes = (api: Api, deps: ApiDeps & EvidenceDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'put',
    path: '/desks/{desk}/cases/{case}/files/{file}/parts/{number}',
    summary: 'Send a part: in any order, and again where its answer was lost',
    access: casesPolicy.sendFiles,
    parse: {
      params: partParams,
      query: z.strictObject({ hash: hashSchema }),
      raw: true,
      body: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0),
      bodyLimit: PART_MOST,
    },
    act: ({ query, body, ...asked }): Promise<Result<void, PartRefusal>> =>
      putPart(deps, { ...fileOf(asked), number: asked.params.number, hash: query.hash, bytes: body }),
    refusals: {
      not_found: notFound,
      no_room: noRoom,
      part_damaged: () => ({ status: 422, type: 'part_damaged' }),
      part_differs: () => ({ status: 409, type: 'part_differs' }),
      beyond_the_file: () => ({ status: 422, type: 'beyond_the_file' }),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/cases/{case}/files/{file}/finish',
    summary: 'Say that all parts are there, and the hash of the whole',
    access: casesPolicy.sendFiles,
    parse: { params: fileParams, body: finishFileSchema },
    act: ({ body, ...asked }): Promise<Result<FileState, FinishRefusal>> =>
      finishFile(deps, { ...fileOf(asked), hash: body.hash }),
    refusals: {
      not_found: notFound,
      parts_missing: () => ({ status: 409, type: 'parts_missing' }),
      file_differs: () => ({ status: 422, type: 'file_differs' }),
    },
    answer: fileAnswer,
    present: toWire,
  })
}

const readRoutes = (api: Api, deps: ApiDeps & EvidenceDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/cases/{case}/files/{file}',
    summary: 'Which parts of a file are there',
    access: casesPolicy.sendFiles,
    parse: { params: fileParams },
    act: (asked) => fileState(deps, fileOf(asked)),
    refusals: { not_found: notFound },
    answer: fileAnswer,
    present: toWire,
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/cases/{case}/files/{file}/bytes',
    summary: 'A piece of a file, from one place to another (not included), as long as its entry stands',
    access: casesPolicy.readFiles,
    parse: { params: fileParams, query: z.strictObject({ from: place, to: place }) },
    act: async ({ query, ...asked }): Promise<Result<Uint8Array<ArrayBuffer>, ReadRefusal>> => {
      const file = fileOf(asked)
      const read = await readFile(deps, { ...file, ...query })
      // What cannot be noted is not handed out.
      const { account, desk, id, log } = file
      if (read.ok) await noteAccess(deps, { account, desk }, { act: 'file', subject: id, within: log })
      return read
    },
    refusals: {
      not_found: notFound,
      no_such_range: () => ({ status: 416, type: 'no_such_range' }),
    },
    present: (bytes) =>
      new Response(bytes, {
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
      }),
  })
}
