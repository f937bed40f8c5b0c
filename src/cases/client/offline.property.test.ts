/** Two devices that write while the line comes and goes: whatever the order, both end with the same case and nothing is lost. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  memoryDrafts,
  memoryKept,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  value,
} from '../../../tests/support/app.ts'
import type { Workbench } from '../../platform/client/workbench.ts'

let skipped = 0
let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk(() => new Date(Date.now() + skipped))
})
afterAll(() => app.stop())

const LATER = 20_000
type Line = { up: boolean; losesAnswers: boolean }
type Writer = { readonly line: Line; readonly bench: Workbench; readonly written: string[] }

const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })

const writerOf = async (name: string): Promise<Writer> => {
  const line: Line = { up: true, losesAnswers: false }
  const bench = app.device({
    kept: memoryKept(),
    drafts: memoryDrafts(),
    through: async (request, send) => {
      if (!line.up) throw new TypeError('no line')
      const answer = await send(request)
      if (line.losesAnswers && request.method === 'POST') throw new TypeError('cut')
      return answer
    },
  })
  value(await bench.signIn({ name, passphrase: PASSPHRASE }))
  value(await bench.keepOffline({ passphrase: PASSPHRASE }))
  return { line, bench, written: [] }
}

const steps = ['write', 'cut', 'mend', 'lose answers', 'send'] as const
const step = fc.record({ by: fc.integer({ min: 0, max: 1 }), what: fc.constantFrom(...steps) })

const textsOf = (view: { readonly entries: readonly { readonly words?: unknown }[] }): readonly string[] =>
  view.entries.flatMap(({ words }) => (words as { text?: string } | null)?.text ?? [])

test(
  'any interleaving of two devices ends with the same fold on both and nothing lost',
  { timeout: 240_000 },
  async () => {
    const writers = [await writerOf('vera'), await writerOf('ben')]
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (plan) => {
        run += 1
        const { desk } = app
        const where = { desk, case: value(await app.steward.createCase({ desk, entries: [opened] })).case }
        for (const { line, bench, written } of writers) {
          Object.assign(line, { up: true, losesAnswers: false })
          skipped += LATER
          written.length = 0
          value(await bench.sendOutbox())
          value(await bench.openCase(where))
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        let count = 0
        for (const { by, what } of plan) {
          const { line, bench, written } = writers[by]!
          if (what === 'write') {
            const text = `${run} ${by} ${(count += 1)}`
            written.push(text)
            value(await bench.append({ ...where, entries: [note(text)] }))
          } else if (what === 'send') await bench.sendOutbox()
          else Object.assign(line, { up: what !== 'cut', losesAnswers: what === 'lose answers' })
          skipped += LATER
        }
        for (const { line, bench } of writers) {
          Object.assign(line, { up: true, losesAnswers: false })
          skipped += LATER
          expect(value(await bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 0 })
        }
        const views = await Promise.all(writers.map(async ({ bench }) => value(await bench.openCase(where))))
        const all = writers.flatMap(({ written }) => written)
        expect(textsOf(views[0]!).toSorted()).toEqual(all.toSorted())
        expect(textsOf(views[1]!)).toEqual(textsOf(views[0]!))
        expect(views[1]!.state).toEqual(views[0]!.state)
        // Each writer's own order stays.
        for (const { written } of writers)
          expect(textsOf(views[0]!).filter((text) => written.includes(text))).toEqual(written)
      }),
      { numRuns: 12 },
    )
  },
)
