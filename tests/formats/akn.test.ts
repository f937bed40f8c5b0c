/** Akoma Ntoso as it is handed out: valid by the schema of OASIS (akn/, CC BY 4.0), and read back as it was. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { readAkn } from '../../src/instruments/core/akn_read.ts'
import { instruments, releasedOf } from '../../src/instruments/core/akn_testing.ts'
import { writeAknInstrument, writeAknVersion } from '../../src/instruments/core/akn_write.ts'
import type { InstrumentBody } from '../../src/instruments/core/instrument_body.ts'
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
const read = (xml: string) => {
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
  expect(read(writeAknInstrument(given(body))).own).toEqual({ instrument, versions })
  for (const version of versions) {
    const { own, found } = read(writeAknVersion(given(body), version))
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
    const { own, found, facts } = read(xml)
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
