/** A small draft and an amendment to it, for tests. */
import { amendmentBody, type AmendmentText, type Decision, toAmendment } from './amendment_body.ts'
import { readAmendment } from './amendment_reading.ts'
import type { InstrumentBody } from './instrument_body.ts'
import { uncut } from './instrument.ts'

const source = { publisher: 'A publisher', title: 'A document', address: null, checkedOn: null }
const texts = {
  OP1: 'Urges all States to protect the legitimate work of human rights defenders;',
  OP2: 'Calls upon States to investigate attacks and threats and to report on them;',
}

export const draftOf = (slug = 'draft'): InstrumentBody => ({
  slug,
  kind: 'resolution',
  lang: 'en',
  title: { en: 'A draft' },
  symbol: 'L.1',
  body: null,
  session: null,
  languages: ['en'],
  sources: [source],
  sponsorship: null,
  history: [],
  versions: [
    {
      id: 'tabled',
      symbol: 'L.1',
      stage: 'tabled',
      on: null,
      language: 'en',
      wording: 'text',
      title: null,
      opening: null,
      enacting: null,
      provisions: Object.entries(texts).map(([number, text]) => ({
        id: number,
        part: 'operative',
        number,
        text,
        cut: uncut,
        children: [],
      })),
      footnotes: [],
      complete: true,
      sources: [source],
    },
  ],
})

export type AmendmentGiven = {
  readonly instrument?: string
  readonly slug?: string
  readonly instruction?: string
  /** Without it the proposed one. */
  readonly verdict?: AmendmentText['review']['verdict'] | null
  readonly reason?: string | null
  readonly decide?: () => { readonly decision: Decision | null; readonly reason: string | null }
}

const confirm = (): { readonly decision: Decision; readonly reason: null } => ({
  decision: 'confirmed',
  reason: null,
})

export const amendmentOf = (given: AmendmentGiven) => {
  const { instrument = 'draft', slug = 'l-2', decide = confirm, reason = null } = given
  const { instruction = 'In operative paragraph 1, delete “legitimate”.', verdict } = given
  const [version] = draftOf().versions
  const reading = version && readAmendment(version, instruction)
  return {
    instrument,
    draft: { symbol: 'L.1', title: { en: 'A draft' } },
    version: 'tabled',
    slug,
    kind: 'amendment',
    lang: 'en',
    symbols: ['L.2'],
    name: null,
    sponsors: [{ who: 'A State', since: null, withdrawnOn: null }],
    tabledOn: '2026-11-01',
    state: 'tabled',
    stateOn: null,
    note: null,
    votes: null,
    example: false,
    content: {
      kind: 'text',
      language: 'en',
      instruction,
      operations: reading?.operations ?? [],
      review: {
        proposed: reading?.verdict ?? 'neutral',
        verdict: verdict === undefined ? (reading?.verdict ?? 'neutral') : verdict,
        reason,
        findings: (reading?.findings ?? []).map((finding) => ({ ...finding, ...decide() })),
      },
    },
    sources: [source],
  }
}

/** A sub-amendment to an amendment whose instruction is `parent`. */
export const subAmendmentOf = (given: {
  readonly to: string
  readonly slug: string
  readonly instruction: string
  readonly parent: string
}) => {
  const { to, slug, instruction, parent } = given
  const [version] = draftOf().versions
  const changed = toAmendment(amendmentBody.parse(amendmentOf({ slug: to, instruction: parent })))
  const reading = version && changed ? readAmendment(version, instruction, [changed]) : null
  const body = amendmentOf({ slug })
  const review = {
    proposed: reading?.verdict ?? 'neutral',
    verdict: reading?.verdict ?? 'neutral',
    reason: null,
    findings: (reading?.findings ?? []).map((finding) => ({ ...finding, ...confirm() })),
  }
  const content = { ...body.content, instruction, operations: reading?.operations ?? [], review }
  return { ...body, kind: 'sub_amendment', to, symbols: ['L.2/Sub'], content }
}
