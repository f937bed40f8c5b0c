/** Runs one expression over one text on a thread that can be ended: a slow one would hold the test itself. */
import { parentPort } from 'node:worker_threads'

import { attacksOn, type Pattern } from './patterns.ts'

export type Timing = { readonly ms: number; readonly text: string }

parentPort?.on('message', (pattern: Pattern) => {
  const expression = new RegExp(pattern.source, pattern.flags)
  let worst: Timing = { ms: 0, text: '' }
  for (const text of attacksOn(pattern)) {
    let ms = Infinity
    // The quickest of three: a busy machine is no slow expression.
    for (let run = 0; run < 3 && ms > LIMIT; run++) ms = Math.min(ms, timed(expression, text))
    if (ms > worst.ms) worst = { ms, text: `${text.slice(0, 30)}…${text.slice(-10)}` }
    if (ms > LIMIT) break
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
  parentPort?.postMessage(worst)
})

/** Milliseconds. */
const LIMIT = 50

const timed = (expression: RegExp, text: string): number => {
  expression.lastIndex = 0
  const begun = performance.now()
  if (expression.global) text.replaceAll(expression, '')
  else expression.exec(text)
  return performance.now() - begun
}
