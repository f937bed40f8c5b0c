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

/** `entries`: how many of every case; two are the opening and the identity, which a head is made of. */
export const fillDesk = async (
  world: BenchWorld,
  wish: { readonly cases: number; readonly from?: number; readonly entries: number },
): Promise<void> => {
  const here = atDesk(await signInDevice(world), world.desk)
  const today = new Date().toISOString().slice(0, 10)
  const { from = 1, cases } = wish
  let sending: ReturnType<typeof sendCases> = Promise.resolve({ ok: true, value: undefined })
  for (let start = from; start < from + cases; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, from + cases - start) }, (_, i) => start + i)
    const prepared = await Promise.all(
      numbers.map(async (number) => {
        const { entries } = exampleCase({ seed: 'bench', cases, today }, number)
        return expectOk(await prepareCase(here, entries.slice(0, wish.entries)), 'prepare a case')
      }),
    )
    expectOk(await sending, 'send cases')
    sending = sendCases(here, prepared)
  }
  expectOk(await sending, 'send cases')
}
