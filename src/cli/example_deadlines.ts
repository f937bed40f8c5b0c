/** The deadlines of the example (examples/deadlines): those of a draft of 2015, and an invented one that lies ahead. */
import { readFileSync } from 'node:fs'

import { type DeadlineBody, deadlineBody } from '#instruments/core/deadline.ts'

import type { Device } from './device.ts'
import { propose, releaseAll } from './example_themes.ts'

const file = new URL('../../examples/deadlines/deadlines.json', import.meta.url)

export const exampleDeadlines = (): readonly DeadlineBody[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as readonly unknown[]).map((one) => deadlineBody.parse(one))

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

export const loadDeadlines = async ({ desk, writer, lead }: Loading): Promise<void> => {
  for (const body of exampleDeadlines()) await propose(writer, desk, 'deadline', body)
  await releaseAll(lead, desk)
}
