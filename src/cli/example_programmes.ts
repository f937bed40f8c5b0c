/**
 * The directory of the example (examples/missions): real public programmes in our own words, each with its source. What
 * was written from memory or seen on no known day says so, and its state is not known.
 */
import { readFileSync } from 'node:fs'

import { type ProgrammeBody, programmeBody } from '#missions/core/programme.ts'

import type { Device } from './device.ts'
import { propose, releaseAll } from './example_themes.ts'

const file = new URL('../../examples/missions/programmes.json', import.meta.url)

export const exampleProgrammes = (): readonly ProgrammeBody[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as readonly unknown[]).map((one) => programmeBody.parse(one))

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

export const loadProgrammes = async ({ desk, writer, lead }: Loading): Promise<void> => {
  for (const body of exampleProgrammes()) await propose(writer, desk, 'programme', body)
  await releaseAll(lead, desk)
}
