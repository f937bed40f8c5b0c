/** Akoma Ntoso as it is handed out: valid by the schema of OASIS (akn/, CC BY 4.0), and read back as it was. */
import { readFileSync } from 'node:fs'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { exampleAmendments } from '../../src/cli/example_amendments.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { readAknAmendments } from '../../src/instruments/core/akn_amendment_read.ts'
import { writeAknAmendment, writeAknAmendmentList } from '../../src/instruments/core/akn_amendment_write.ts'
import { amendmentExpression } from '../../src/instruments/core/akn_names.ts'
import { readAkn } from '../../src/instruments/core/akn_read.ts'
import { instruments, releasedOf } from '../support/instruments_by_chance.ts'
import { writeAknInstrument, writeAknVersion } from '../../src/instruments/core/akn_write.ts'
import {
  type AmendmentBody,
  amendmentBody,
  amendmentStates,
} from '../../src/instruments/core/amendment_body.ts'
import { readInstruction } from '../../src/instruments/core/amendment_grammar.ts'
import type { InstrumentBody } from '../../src/instruments/core/instrument_body.ts'
import { amendedDrafts, type ReleasedAmendment } from '../../src/instruments/core/released_amendment.ts'
import { counter } from '../../src/instruments/core/testing.ts'
import { schemaFaults } from '../support/akn_schema.ts'

const origin = 'https://amparo.example'
/** As a desk has them: without what only the files of the example say. */
const examples = exampleInstruments().map((body): InstrumentBody => {
  const versions = body.versions.map((version) => {
    const { id, symbol, stage, on, language, wording, title, opening, enacting } = version
    const { provisions, footnotes, complete, sources } = version
    const text = { opening, enacting, provisions, footnotes, complete }
    return { id, symbol, stage, on, language, wording, title, ...text, sources }
  })
  return { ...body, versions }
})

const given = (body: InstrumentBody) => ({ instrument: releasedOf(body), origin })
const readText = (xml: string) => {
  const found = readAkn(xml, { newId: counter('new') })
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value
}
const filesOf = (body: InstrumentBody, name = body.slug) => ({
  [name]: writeAknInstrument(given(body)),
  ...Object.fromEntries(
    body.versions.map((version) => [`${name} ${version.id}`, writeAknVersion(given(body), version)]),
  ),
})

test('the schema finds a fault where there is one', async () => {
  const [body] = examples
  const { [body!.slug]: xml = '' } = filesOf(body!)
  const faults = await schemaFaults({
    planted: xml.replace('<FRBRWork>', '<FRBRWorks>').replace('</FRBRWork>', '</FRBRWorks>'),
  })
  expect(faults.join('\n')).toContain('FRBRWorks')
})

test('every example instrument and each of its versions is valid', async () => {
  const files = Object.assign({}, ...examples.map((body) => filesOf(body))) as Record<string, string>
  expect(Object.keys(files).length).toBeGreaterThan(18)
  expect(await schemaFaults(files)).toEqual([])
})

test('any instrument is valid, whatever its order and its signs', async () => {
  const files = fc
    .sample(instruments, { numRuns: 50, seed: 407 })
    .map((body, at) => filesOf(body, `by chance ${at}`))
  expect(await schemaFaults(Object.assign({}, ...files) as Record<string, string>)).toEqual([])
})

const sameInstrument = (body: InstrumentBody): void => {
  const { versions, ...instrument } = body
  expect(readText(writeAknInstrument(given(body))).own).toEqual({ instrument, versions })
  for (const version of versions) {
    const { own, found } = readText(writeAknVersion(given(body), version))
    expect(own).toEqual({ instrument, versions: [version] })
    expect(found).toMatchObject({ provisions: version.provisions, footnotes: version.footnotes, doubts: [] })
  }
}

test.each(examples)('$slug comes back the same, ids included', sameInstrument)

test('any instrument comes back the same', () => {
  fc.assert(fc.property(instruments, sameInstrument), { numRuns: 60 })
})

test.each(examples.flatMap((body) => body.versions.map((version) => ({ body, version }))))(
  '$body.slug $version.id is found from its elements alone',
  ({ body, version }) => {
    const xml = writeAknVersion(given(body), version).replace(/<proprietary[\s\S]*<\/proprietary>/, '')
    const { own, found, facts } = readText(xml)
    const { on, language } = version
    expect([own, facts.on, facts.language]).toEqual([null, on, language])
    const bare = (list: typeof version.provisions): unknown =>
      list.map(({ part, number, text, children }) => ({ part, number, text, children: bare([...children]) }))
    expect(bare([...found.provisions])).toEqual(bare(version.provisions))
    expect(found.opening).toBe(version.opening)
    const cuts = found.doubts.filter(({ kind }) => kind !== 'text_cut' && kind !== 'position_unknown')
    expect(cuts).toEqual([])
  },
)

const released = (body: AmendmentBody): ReleasedAmendment => ({
  version: 1,
  deskName: 'A desk',
  releasedOn: '2026-11-22',
  body,
})
const draftOfAmendment = (body: AmendmentBody) => {
  const instrument = examples.find(({ slug }) => slug === body.instrument)
  return {
    instrument: instrument ? releasedOf(instrument) : null,
    amendments: amendments.map(released),
    origin,
  }
}

const quoted = fc
  .string({ unit: fc.constantFrom(...'abc é<>&\\日م;,'), minLength: 3, maxLength: 30 })
  .map((words) => `x${words.trim()}`)
const sentence = fc
  .tuple(fc.nat({ max: 30 }), quoted, quoted, fc.nat({ max: 4 }))
  .map(
    ([n, one, other, form]) =>
      [
        `In operative paragraph ${n + 1}, delete “${one}”.`,
        `In OP${n + 1}, replace "${one}" by "${other}".`,
        `Delete operative paragraph ${n + 1}.`,
        `After operative paragraph ${n + 1}, insert a new paragraph reading:\n\n“${one}\n${other}”.`,
        `In preambular paragraph ${n + 1}, after «${one}», insert «${other}».`,
      ][form]!,
  )
const instructions = fc
  .array(sentence, { minLength: 1, maxLength: 3 })
  .map((sentences) => sentences.join('\n\n'))

/** Instructions as they are written in documents of the UN and by chance, with every fate an amendment can have. */
const writtenAmendments = (): readonly AmendmentBody[] => {
  const samples = JSON.parse(
    readFileSync(
      new URL('../../examples/instruments/amendment-grammar-samples.json', import.meta.url),
      'utf8',
    ),
  ) as { readonly instructions: readonly { readonly quote: string }[] }
  const [first] = exampleAmendments()
  return [
    ...samples.instructions.map(({ quote }) => quote),
    'Move operative paragraph 3 to the end of the preamble.',
    ...fc.sample(instructions, { numRuns: 40, seed: 407 }),
  ].flatMap((instruction, at): readonly AmendmentBody[] => {
    const { operations, refusals } = readInstruction(instruction)
    const state = amendmentStates.filter((one) => one !== 'partly_withdrawn')[at % 5]!
    const body = amendmentBody.safeParse({
      ...first,
      instrument: 'a-c-3-78-l-41',
      version: 'l.41',
      slug: `written-${at + 1}`,
      symbols: [`A/C.3/78/L.${100 + at}`],
      state,
      kind: (['amendment', 'oral_amendment', 'oral_revision'] as const)[at % 3],
      stateOn: at % 2 === 0 ? '2023-11-15' : '2023-11',
      tabledOn: '2023-11-09',
      votes: state === 'adopted' ? { yes: 70, no: 60, abstain: 30 } : null,
      sponsors: [
        { who: 'Cuba', since: '2023-11-09', withdrawnOn: null },
        { who: 'China', since: null, withdrawnOn: '2023-11-10' },
      ],
      content: {
        kind: 'text',
        language: 'en',
        instruction,
        operations,
        review: { proposed: 'weakens', verdict: 'weakens', reason: null, findings: [] },
      },
    })
    // Some are written so that no program reads them without a person.
    return refusals.length === 0 && body.success ? [body.data] : []
  })
}
const amendments = [...exampleAmendments(), ...writtenAmendments()]

test('every amendment is valid, whether its text is here, the draft is, or neither', async () => {
  expect(amendments.length).toBeGreaterThan(45)
  const files = amendments.map((body) => [
    body.slug,
    writeAknAmendment(draftOfAmendment(body), released(body)),
  ])
  expect(await schemaFaults(Object.fromEntries(files) as Record<string, string>)).toEqual([])
})

test.each(amendments)('$slug comes back the same', (body) => {
  const read = readAknAmendments(writeAknAmendment(draftOfAmendment(body), released(body)))
  expect(read).toMatchObject({ ok: true, value: [{ body, symbols: body.symbols }] })
})

test('a list of all amendments to a draft is valid and holds them whole', async () => {
  const drafts = amendedDrafts(amendments.map(released))
  const files = drafts.map((draft) => {
    const own = amendments.filter(({ instrument }) => instrument === draft.instrument)
    const xml = writeAknAmendmentList({ ...draftOfAmendment(own[0]!), amendments: own.map(released) }, draft)
    const read = readAknAmendments(xml)
    expect(read.ok && read.value.map((one) => one.body)).toEqual(own)
    return [draft.instrument, xml]
  })
  expect(await schemaFaults(Object.fromEntries(files) as Record<string, string>)).toEqual([])
})

test('a sub-amendment names the amendment that it changes', () => {
  const sub = amendments.find(({ kind }) => kind === 'sub_amendment')!
  const changed = amendments.find(({ slug }) => slug === sub.to)!
  const xml = writeAknAmendment(draftOfAmendment(sub), released(sub))
  expect(xml).toContain(`<ref href="${amendmentExpression(changed)}">`)
  expect(xml).toContain(`<destination href="${amendmentExpression(changed)}"`)
})
