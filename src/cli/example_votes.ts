/** The votes of the example (examples/votes), each with its source; the pages of the instrument show them together. */
import { readdirSync, readFileSync } from 'node:fs'

import { type VoteBody, voteBody } from '#instruments/core/votes.ts'

import type { Device } from './device.ts'
import { propose, releaseAll } from './example_themes.ts'

const folder = new URL('../../examples/votes/', import.meta.url)

export const exampleVotes = (): readonly VoteBody[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => voteBody.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

export const loadVotes = async ({ desk, writer, lead }: Loading): Promise<void> => {
  for (const body of exampleVotes()) await propose(writer, desk, 'vote', body)
  await releaseAll(lead, desk)
}
