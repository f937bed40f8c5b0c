/**
 * What browsers tell of things that the content policy (headers.ts) stopped.
 *
 * [Note: Counted, not kept] A report names the page, what was blocked and sometimes a piece of it: addresses with ids,
 * queries and words. Of all that the directive, the pattern of the page's address and the day are counted, each out of a
 * list of our own; the rest is read once and forgotten. So whoever invents reports can raise numbers and nothing else: rows of a
 * day are few, a line in the log is written for a new row alone, and reports beyond so many a minute are not read.
 */
import { readdirSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'

import { z } from 'zod'

import { pathInLanguage } from '#languages/address.ts'

import { problem } from './problem.ts'
import type { Violation } from './violation.store.ts'

export type Violations = {
  /** Answers the request; what it told is counted afterwards. */
  readonly take: (request: IncomingMessage) => Promise<Response>
}

export type ViolationsDeps = {
  /** Whose pages are meant; reports of others' pages are not counted. */
  readonly origins: readonly string[]
  /** Patterns of addresses, as `/cases/[id]`. */
  readonly pages: readonly string[]
  readonly elapsed: () => number
  /** Writes down what came since the last time; answers what is new on its day. */
  readonly count: (counted: readonly (Violation & { readonly n: number })[]) => Promise<readonly Violation[]>
  readonly clock: () => Date
  readonly log: (line: string) => void
}

/** Bytes; reports of one request; requests a minute, of all senders together. */
const MOST_BODY = 16 * 1024
const MOST_REPORTS = 20
const A_MINUTE = 60

export const openViolations = (deps: ViolationsDeps): Violations => {
  const pageOf = pageFinder(deps.pages)
  const takePlace = aMinute(A_MINUTE, deps.elapsed)
  const waiting = new Map<string, Violation & { readonly n: number }>()
  let writing = false
  const write = async (): Promise<void> => {
    if (writing) return
    writing = true
    try {
      while (waiting.size > 0) {
        const counted = [...waiting.values()]
        waiting.clear()
        const day = deps.clock().toISOString().slice(0, 10)
        for (const { directive, page } of await deps.count(counted))
          deps.log(`${day} violation ${directive} ${page}`)
      }
    } catch {
      // A number less. That the database is away is told by those who need it.
    } finally {
      writing = false
    }
  }
  const take = async (request: IncomingMessage): Promise<Response> => {
    const read = typeof request.headers['content-type'] === 'string' && readers.get(typeOf(request))
    if (request.method !== 'POST') return problem(405, 'method_not_allowed')
    if (!read) return problem(415, 'not_understood')
    if (!takePlace()) return problem(429, 'too_many_attempts', { seconds: 60 })
    const body = await readAtMost(request, MOST_BODY)
    if (body === null) return problem(413, 'too_large', { limit: MOST_BODY })
    const told = read(body)
    if (told === null) return problem(400, 'not_understood')
    for (const { document, directive } of told.slice(0, MOST_REPORTS)) {
      const page = pageOf(document, deps.origins)
      if (page === null) continue
      const violation = { directive: directives.has(directive) ? directive : 'other', page }
      const name = `${violation.directive} ${page}`
      waiting.set(name, { ...violation, n: (waiting.get(name)?.n ?? 0) + 1 })
    }
    void write()
    return new Response(null, { status: 204 })
  }
  return { take }
}

const typeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()

type Told = { readonly document: string; readonly directive: string }
const text = z.string().max(8 * 1024)

/** Firefox and Safari, one report of old. */
const older = z.object({
  'csp-report': z.object({
    'document-uri': text,
    'effective-directive': text.optional(),
    'violated-directive': text.optional(),
  }),
})
/** Reporting API: many at once, of other kinds as well. */
const newer = z.array(z.unknown())
const newerOne = z.object({
  type: z.literal('csp-violation'),
  body: z.object({ documentURL: text, effectiveDirective: text }),
})

const parsed = <T>(schema: z.ZodType<T>, body: Buffer): T | null => {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return null
  }
}

const readers = new Map<string, (body: Buffer) => readonly Told[] | null>([
  [
    'application/csp-report',
    (body) => {
      const report = parsed(older, body)?.['csp-report']
      if (!report) return null
      const named = report['effective-directive'] ?? report['violated-directive'] ?? ''
      return [{ document: report['document-uri'], directive: named.split(' ', 1)[0]! }]
    },
  ],
  [
    'application/reports+json',
    (body) => {
      const reports = parsed(newer, body)
      return (
        reports?.flatMap((report) => {
          const one = newerOne.safeParse(report)
          return one.success
            ? [{ document: one.data.body.documentURL, directive: one.data.body.effectiveDirective }]
            : []
        }) ?? null
      )
    },
  ],
])

/** Of the content policy, level 3, and Trusted Types. */
const directives: ReadonlySet<string> = new Set([
  'base-uri',
  'child-src',
  'connect-src',
  'default-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'object-src',
  'require-trusted-types-for',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src',
  'style-src-attr',
  'style-src-elem',
  'trusted-types',
  'worker-src',
])

/** Null before it was read to its end; the rest of what is too large is not waited for. */
const readAtMost = async (request: IncomingMessage, most: number): Promise<Buffer | null> => {
  if (Number(request.headers['content-length'] ?? 0) > most) return null
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > most) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

/** So many at once and as many in a minute, whoever sends them. */
const aMinute = (most: number, elapsed: () => number): (() => boolean) => {
  let places = most
  let at = elapsed()
  return () => {
    const now = elapsed()
    places = Math.min(most, places + ((now - at) / 60_000) * most)
    at = now
    if (places < 1) return false
    places -= 1
    return true
  }
}

/** The pattern that an address of ours fits; `other` for ours without one; null for others'. */
const pageFinder = (
  pages: readonly string[],
): ((address: string, origins: readonly string[]) => string | null) => {
  // The fewer names in brackets the more exact: `/campaigns/host` comes before `/campaigns/[slug]`.
  const patterns = pages
    .map((page) => ({ page, brackets: page.split('[').length }))
    .toSorted((a, b) => a.brackets - b.brackets)
    .map(({ page }) => ({ page, matches: patternOf(page) }))
  return (address, origins) => {
    const url = URL.canParse(address) ? new URL(address) : null
    if (url === null || !origins.includes(url.origin)) return null
    const path = pathInLanguage(url.pathname, 'en')
    return patterns.find(({ matches }) => matches.test(path))?.page ?? 'other'
  }
}

const patternOf = (page: string): RegExp =>
  new RegExp(`^${page.replaceAll(/\/\[\[\w+\]\]/g, '(/[^/]+)?').replaceAll(/\[\w+\]/g, '[^/]+')}/?$`)

/** Read from the folder of the routes; none where it is not there, and everything is `other`. */
export const pagesIn = (routes: string): readonly string[] => {
  try {
    return readdirSync(routes, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|[/\\])\+page\.svelte$/.test(file))
      .map((file) => `/${file.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`)
      .map((path) => path.replaceAll(/\/\([a-z]+\)|\/\[\[lang=lang\]\]/g, '') || '/')
      .filter((path) => /^[\w/[\]-]{1,120}$/.test(path))
  } catch {
    return []
  }
}
