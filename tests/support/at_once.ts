/** A hundred requests at the same moment for what can be had once, and how they were answered. */
import { expect } from 'vitest'

import { read, type Said } from './adversary.ts'
import { ORIGIN, type Through } from './app.ts'

export const RIVALS = 100

export const atOnce = <T>(one: (at: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: RIVALS }, (_, at) => one(at)))

/** How often each answer was given. */
export const tally = (answers: readonly Said[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { status, type } of answers) {
    const key = type === undefined ? String(status) : `${status} ${type}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** One was answered so, all the others refused; what these were answered. */
export const onlyOne = (answers: readonly Said[], won: '200' | '201' | '204' = '200'): readonly string[] => {
  const { [won]: winners, ...lost } = tally(answers)
  expect(winners, JSON.stringify(lost)).toBe(1)
  expect(Object.values(lost).reduce((sum, one) => sum + one, 0)).toBe(answers.length - 1)
  const refusals = Object.keys(lost).toSorted()
  expect(refusals.filter((one) => !/^4\d\d /.test(one))).toEqual([])
  return refusals
}

type Body = Record<string, unknown>
export type Hundredfold = {
  readonly through: Through
  readonly answers: Said[]
  /** The bodies, in the order of the answers. */
  readonly bodies: Body[]
}

/** The request that a device sends to this path is sent a hundred times; the device is told what the winner was. */
export const hundredfold = (
  path: string,
  vary: (body: Body, at: number) => Body = (body) => body,
): Hundredfold => {
  const answers: Said[] = []
  const bodies: Body[] = []
  const through: Through = async (request, send) => {
    const own = request.method !== 'GET' && request.url === `${ORIGIN}/api/v1${path}`
    if (!own || answers.length > 0) return send(request)
    const body = (await request.json()) as Body
    const { method, headers, url } = request
    const told = await atOnce(async (at) => {
      bodies[at] = vary(body, at)
      const answer = await send(new Request(url, { method, headers, body: JSON.stringify(bodies[at]) }))
      answers[at] = await read(answer.clone())
      return answer
    })
    return told.find(({ ok }) => ok) ?? told[0]!
  }
  return { through, answers, bodies }
}
