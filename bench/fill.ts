/** Fills a desk with invented cases, sealed and signed by a member's device as in real use. */
import { prepareCase, sendCases } from '../src/cases/client/case_log.ts'
import { atDesk, type Device, expectOk, newDeviceDeps } from '../src/cli/device.ts'
import { exampleCase } from '../src/cli/example_cases.ts'
import { signIn } from '../src/members/client/gate.ts'
import { type BenchWorld, PASSPHRASE } from './world.ts'

const BATCH = 100
const note = { kind: 'note', coded: { toCode: false }, words: { text: 'a call, and nothing new' } }

export const signInDevice = async (world: BenchWorld): Promise<Device> => {
  const deps = newDeviceDeps({ server: world.origin, clock: () => new Date() })
  const unlocked = expectOk(await signIn(deps, { name: 'ana', passphrase: PASSPHRASE }), 'sign in')
  return { deps, unlocked }
}

const filled = new WeakMap<BenchWorld, number>()

/**
 * So many cases, each of an opening and an identity, which a head is made of, and of what else an example tells up to so
 * many entries, and notes for the rest; those that are there count.
 */
export const ensureCases = async (world: BenchWorld, cases: number, entries = 2): Promise<void> => {
  const here = atDesk(await signInDevice(world), world.desk)
  const today = new Date().toISOString().slice(0, 10)
  let sending: ReturnType<typeof sendCases> = Promise.resolve({ ok: true, value: undefined })
  for (let start = filled.get(world) ?? 0; start < cases; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, cases - start) }, (_, i) => start + i + 1)
    const prepared = await Promise.all(
      numbers.map(async (number) => {
        const { entries: told } = exampleCase({ seed: 'bench', cases, today }, number)
        const notes = Array.from({ length: Math.max(0, entries - told.length) }, () => note)
        return expectOk(await prepareCase(here, [...told.slice(0, entries), ...notes]), 'prepare a case')
      }),
    )
    expectOk(await sending, 'send cases')
    sending = sendCases(here, prepared)
  }
  expectOk(await sending, 'send cases')
  filled.set(world, cases)
}
