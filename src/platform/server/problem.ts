/** The one shape of an error of the API: RFC 9457 problem details. Never a stack, a query or an id. */

/** What a client needs beyond the kind: the fields that were wrong, seconds to wait, the tip to build on. */
export type ProblemFields = { readonly [name: string]: unknown }

export type Problem = { readonly status: number; readonly type: string; readonly fields?: ProblemFields }

/** `type` is the refusal's kind; the client finds its words under the message key of the same name. */
export const problem = (status: number, type: string, fields: ProblemFields = {}): Response =>
  new Response(problemText(status, type, fields), {
    status,
    headers: { 'content-type': 'application/problem+json', ...waitHeader(fields) },
  })

export const problemText = (status: number, type: string, fields: ProblemFields = {}): string =>
  JSON.stringify({ ...fields, type: `urn:amparo:problem:${type}`, title: type.replaceAll('_', ' '), status })

const waitHeader = (fields: ProblemFields): Record<string, string> =>
  typeof fields.seconds === 'number' ? { 'retry-after': String(fields.seconds) } : {}
