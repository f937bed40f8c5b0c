/**
 * The parliaments of the example (examples/votes): both chambers of the US Congress, and the Senate of Zimbabwe. They
 * are read as any file of members is; what a person would have put right by hand stands here.
 */
import { readFileSync } from 'node:fs'

import { type BodyDocument, bodyDocument } from '#instruments/core/body_document.ts'
import { type FoundBody, readBodyFile } from '#instruments/core/body_file.ts'

import type { Device } from './device.ts'
import { propose, releaseAll } from './example_themes.ts'

const folder = new URL('../../examples/votes/', import.meta.url)

const LEGISLATORS = '2018-02-23'

const found = (file: string): readonly FoundBody[] => {
  const read = readBodyFile(readFileSync(new URL(file, folder), 'utf8'), { asOf: LEGISLATORS })
  if (!read.ok) throw new Error(`${file}: ${read.error.kind} at ${read.error.at}`)
  return read.value.bodies
}

const congressNames: Readonly<Record<string, BodyDocument['name']>> = {
  'us-senate': { en: 'Senate of the United States', ar: 'مجلس الشيوخ الأمريكي' },
  'us-house': { en: 'House of Representatives of the United States', ar: 'مجلس النواب الأمريكي' },
}

/** Nobody came or left between the two resolutions of 2018 that this example tells of: the list holds for all of those days. */
const congressKnown = { from: '2018-02-15', to: '2018-02-26' }

const congress = (): readonly BodyDocument[] =>
  found('us-congress/legislators-2018-02-23.slim.json').map(({ id, kind, groupKind, roll }) =>
    bodyDocument.parse({
      slug: id,
      lang: 'en',
      kind,
      name: congressNames[id],
      country: 'US',
      parent: null,
      rule: 'simple',
      groupKind,
      known: congressKnown,
      roll,
      sources: [
        {
          publisher: 'unitedstates/congress-legislators',
          title: 'Members of the United States Congress, as listed on 23 February 2018',
          address: 'https://github.com/unitedstates/congress-legislators',
          checkedOn: null,
        },
      ],
    }),
  )

/** The Constitution (section 143) dissolves a Parliament at midnight before the poll, which was on 30 July 2018. */
const ZIMBABWE_DISSOLVED = '2018-07-29'

/**
 * One senator stands twice in the file, for "Mashonaland South", which is no province, and for Matabeleland South. The
 * file names 67 of 80: nobody says that it is whole.
 */
const zimbabwe = (): BodyDocument => {
  const [senate] = found('popolo/zimbabwe-senate-ep-popolo-v1.0.json')
  if (!senate) throw new Error('the Senate of Zimbabwe is not in its file')
  const memberships = senate.roll.memberships.map((one) => ({
    ...one,
    area: one.area === 'Mashonaland South' ? 'Matabeleland South' : one.area,
    to: ZIMBABWE_DISSOLVED,
  }))
  return bodyDocument.parse({
    slug: 'zw-senate-8',
    lang: 'en',
    kind: senate.kind,
    name: { en: 'Senate of Zimbabwe, 8th Parliament', ar: 'مجلس الشيوخ في زيمبابوي، البرلمان الثامن' },
    country: 'ZW',
    parent: null,
    rule: 'simple',
    groupKind: senate.groupKind,
    known: null,
    roll: { ...senate.roll, memberships },
    sources: [
      {
        publisher: 'Kuvakazim',
        title: 'Members of the Senate, in Popolo form by EveryPolitician',
        address: 'https://github.com/everypolitician/everypolitician-data',
        checkedOn: null,
      },
    ],
  })
}

export const exampleBodies = (): readonly BodyDocument[] => [...congress(), zimbabwe()]

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

/** Before the texts whose sponsors sat in them. */
export const loadBodies = async ({ desk, writer, lead }: Loading): Promise<void> => {
  for (const body of exampleBodies()) await propose(writer, desk, 'body', body)
  await releaseAll(lead, desk)
}
