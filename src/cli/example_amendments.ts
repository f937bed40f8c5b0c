/**
 * The amendments of the example (examples/instruments/amendments.json): real ones as far as their records and a letter
 * tell of them, and a few invented ones that say so, to a draft that is here whole.
 */
import { readFileSync } from 'node:fs'

import type { AmendmentBody, AmendmentText } from '#instruments/core/amendment_body.ts'
import { readAmendment } from '#instruments/core/amendment_reading.ts'
import type { InstrumentBody } from '#instruments/core/instrument_body.ts'
import { chainBelow } from '#instruments/core/sub_amendment_chain.ts'
import { findVersion } from '#instruments/core/released_instrument.ts'

import type { Device } from './device.ts'
import { exampleInstruments } from './example_instruments.ts'
import { propose, releaseAll } from './example_themes.ts'

/** How the file says it: an instruction as it is written, and what a person decided of what the review finds. */
type Listed = Omit<AmendmentBody, 'content'> & {
  readonly content: Extract<AmendmentBody['content'], { kind: 'described' }> | Instructed
}
type Instructed = Pick<AmendmentText, 'kind' | 'language' | 'instruction'> &
  Pick<AmendmentText['review'], 'verdict' | 'reason'> & {
    /** Of the findings those that a person did not hold for such, by their words. */
    readonly rejected: readonly { readonly words: string; readonly reason: string }[]
  }

const file = new URL('../../examples/instruments/amendments.json', import.meta.url)

export const exampleAmendments = (): readonly AmendmentBody[] => {
  const texts = exampleInstruments()
  const bodies: AmendmentBody[] = []
  // A sub-amendment stands after the amendment that it changes.
  for (const listed of JSON.parse(readFileSync(file, 'utf8')) as readonly Listed[])
    bodies.push(bodyOf(listed, texts, bodies))
  return bodies
}

const bodyOf = (
  { content, ...one }: Listed,
  texts: readonly InstrumentBody[],
  before: readonly AmendmentBody[],
): AmendmentBody => {
  if (content.kind === 'described') return { ...one, content }
  const text = texts.find(({ slug }) => slug === one.instrument)
  const version = text && findVersion(text, one.version ?? '')
  if (!version) throw new Error(`${one.slug}: ${one.instrument} has no version ${one.version}`)
  const below = chainBelow(one, before)
  if (!below.ok) throw new Error(`${one.slug}: ${one.to}: ${below.error.kind}`)
  return { ...one, content: readWith(content, readAmendment(version, content.instruction, below.value)) }
}

const readWith = (
  { kind, language, instruction, verdict, reason, rejected }: Instructed,
  reading: ReturnType<typeof readAmendment>,
): AmendmentText => ({
  kind,
  language,
  instruction,
  operations: reading.operations as AmendmentText['operations'],
  review: {
    proposed: reading.verdict,
    verdict,
    reason,
    findings: reading.findings.map((finding) => {
      const against = rejected.find(({ words }) => words === finding.words)
      return {
        ...finding,
        decision: against ? ('rejected' as const) : ('confirmed' as const),
        reason: against?.reason ?? null,
      }
    }),
  },
})

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

/** After the texts that they amend are open. */
export const loadAmendments = async ({ desk, writer, lead }: Loading): Promise<void> => {
  const all = exampleAmendments()
  // What a sub-amendment changes must be open before it is proposed.
  for (const round of [all.filter(({ to }) => to === undefined), all.filter(({ to }) => to !== undefined)]) {
    for (const body of round) await propose(writer, desk, 'amendment', body)
    await releaseAll(lead, desk)
  }
}
