/** Prints "N passed, N failed" from Vitest's report. A step that failed by itself counts as one, as does a file of
 *  tests that could not be read. Plain JavaScript, because it must speak even where nothing could be installed. */
import { readFileSync } from 'node:fs'

const [report, ...failedSteps] = process.argv.slice(2)
const results = read(report)
const passed = results?.numPassedTests ?? 0
const failedTests = results?.numFailedTests ?? 0
const unread = (results?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length
const inTests = failedTests + unread
const steps = failedSteps.filter((step) => step !== 'tests' || inTests === 0).length
console.log(`${passed} passed, ${inTests + steps} failed`)

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
