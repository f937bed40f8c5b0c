/** Fills a desk with invented cases, sealed and signed by a member's device as in real use. */
import { prepareCase, sendCases } from '../src/cases/client/case_log.ts'
import { atDesk, type Device, expectOk, newDeviceDeps } from '../src/cli/device.ts'
import { exampleCase } from '../src/cli/example_cases.ts'
import { signIn } from '../src/members/client/gate.ts'
import { type BenchWorld, PASSPHRASE } from './world.ts'

const BATCH = 100

export const signInDevice = async (world: BenchWorld): Promise<Device> => {
  const deps = newDeviceDeps({ server: world.origin, clock: () => new Date() })
  const unlocked = expectOk(await signIn(deps, { name: 'ana', passphrase: PASSPHRASE }), 'sign in')
  return { deps, unlocked }
}

const filled = new WeakMap<BenchWorld, number>()
const ENTRIES = 2

/** So many cases of an opening and an identity, which a head is made of; those that are there count. */
export const ensureCases = async (world: BenchWorld, cases: number): Promise<void> => {
  const here = atDesk(await signInDevice(world), world.desk)
  const today = new Date().toISOString().slice(0, 10)
  let sending: ReturnType<typeof sendCases> = Promise.resolve({ ok: true, value: undefined })
  for (let start = filled.get(world) ?? 0; start < cases; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, cases - start) }, (_, i) => start + i + 1)
    const prepared = await Promise.all(
      numbers.map(async (number) => {
        const { entries } = exampleCase({ seed: 'bench', cases, today }, number)
        return expectOk(await prepareCase(here, entries.slice(0, ENTRIES)), 'prepare a case')
      }),
    )
    expectOk(await sending, 'send cases')
    sending = sendCases(here, prepared)
  }
  expectOk(await sending, 'send cases')
  filled.set(world, cases)
}
