/**
 * The example organisation, worked as its members would: over the API, sealed and signed on their devices. Invented
 * but for one case (example_public_case.ts).
 */
import { append, prepareCase, sendCases } from '#cases/client/case_log.ts'
import { loadRegistry } from '#cases/client/registry.ts'
import { refreshDesks, setUp } from '#members/client/gate.ts'
import { foundWithJournal } from '#members/client/desk_acts.ts'
import { suggestPassphrase } from '#members/client/passphrase.ts'
import { saveMemory } from '#members/client/unlocked.ts'
import type { Role } from '#members/core/desk_entries.ts'

import type { LoadExample } from './demo.ts'
import { atDesk, type Device, expectOk } from './device.ts'
import { drawsFrom } from './draws.ts'
import { type ExampleCase, exampleCases, type ExampleDesk } from './example_cases.ts'
import { publicCase } from './example_public_case.ts'
import { loadAmendments } from './example_amendments.ts'
import { loadBodies } from './example_bodies.ts'
import { loadCampaigns } from './example_campaigns.ts'
import { loadDeadlines } from './example_deadlines.ts'
import { addExampleEvidence } from './example_evidence.ts'
import { loadProgrammes } from './example_programmes.ts'
import { loadInstruments } from './example_instruments.ts'
import { type Credentials, joinDesk, newExampleDevice } from './example_joining.ts'
import { loadMissions, missionPeople } from './example_missions.ts'
import { loadThemes } from './example_themes.ts'
import { loadVotes } from './example_votes.ts'

const SEED = 'amparo example'
const CASES = 200
/** What one request carries: small enough that the next batch is sealed while this one is checked. */
const BATCH = 25

const clock = (): Date => new Date()

const deskNames: Readonly<Record<ExampleDesk, string>> = {
  prisoners: 'Prisoners of conscience',
  emergency: 'Emergency protection',
}
type Desks = Readonly<Record<ExampleDesk, string>>

/** Who they are to whoever tries the example; the first is the steward and founds both desks. */
const people = [
  { name: 'amina', tells: 'steward, lead of both desks', role: 'lead', desks: ['prisoners', 'emergency'] },
  { name: 'bastian', tells: 'lead of both desks', role: 'lead', desks: ['prisoners', 'emergency'] },
  { name: 'chiara', tells: 'writer at both desks', role: 'writer', desks: ['prisoners', 'emergency'] },
  { name: 'dawit', tells: 'reader at Emergency protection', role: 'reader', desks: ['emergency'] },
] as const satisfies readonly {
  readonly name: string
  readonly tells: string
  readonly role: Role
  readonly desks: readonly ExampleDesk[]
}[]
type Person = (typeof people)[number]

export const loadExample: LoadExample = async (installation) => {
  const server = installation.origin
  const draws = drawsFrom(SEED)
  const passphrases = new Map<string, string>()
  for (const { name } of [...people, ...missionPeople])
    passphrases.set(name, await suggestPassphrase(name, draws.bytes))
  const credentials = ({ name }: Person) => ({ name, passphrase: passphrases.get(name) ?? '' })
  const token = installation.setupLink?.split('#')[1] ?? ''
  const [first, ...others] = people
  const deps = newExampleDevice(server, credentials(first))
  const organisation = 'Amparo example organisation'
  const set = await setUp(deps, { ...credentials(first), token, organisation })
  const steward: Device = { deps, unlocked: expectOk(set, 'set up') }
  const desks: Desks = {
    prisoners: await found(steward, deskNames.prisoners),
    emergency: await found(steward, deskNames.emergency),
  }
  const devices = new Map<string, Device>([[first.name, steward]])
  for (const person of others) {
    const device = await join(steward, desks, { person, credentials: credentials(person), server })
    devices.set(person.name, device)
  }
  for (const device of devices.values()) await refreshDesks(device.deps, device.unlocked)
  const today = clock().toISOString().slice(0, 10)
  const cases = await writeCases(devices, desks, today)
  await installation.count()
  const [writer, lead] = [devices.get('chiara')!, devices.get('bastian')!]
  await loadBodies({ desk: desks.prisoners, writer, lead })
  await loadInstruments({ desk: desks.prisoners, writer, lead })
  await loadAmendments({ desk: desks.prisoners, writer, lead })
  await loadVotes({ desk: desks.prisoners, writer, lead })
  await loadDeadlines({ desk: desks.prisoners, writer, lead })
  await loadThemes({ desk: desks.prisoners, writer, lead, cases })
  await loadCampaigns({ desk: desks.prisoners, writer, lead, today })
  await loadProgrammes({ desk: desks.prisoners, writer, lead })
  await loadMissions({
    server,
    seed: SEED,
    today,
    passphraseOf: (name) => passphrases.get(name) ?? '',
    organisation: { desk: desks.prisoners, lead: devices.get('bastian')!, writer },
  })
  return [...people, ...missionPeople].map(({ name, tells }) => ({
    name,
    role: tells,
    passphrase: passphrases.get(name) ?? '',
  }))
}

const found = async ({ deps, unlocked }: Device, name: string): Promise<string> =>
  expectOk(await foundWithJournal(deps, unlocked, name), 'found a desk').desk.id

/** The second desk with the account of the first. */
const join = async (
  lead: Device,
  desks: Desks,
  given: { readonly person: Person; readonly credentials: Credentials; readonly server: string },
): Promise<Device> => {
  const { person, credentials, server } = given
  const deps = newExampleDevice(server, credentials)
  let device: Device | null = null
  for (const at of person.desks)
    device = await joinDesk(
      lead,
      { desk: desks[at], role: person.role },
      { deps, as: device?.unlocked ?? credentials },
    )
  if (device === null) throw new Error(`${person.name} has no desk`)
  return device
}

/** Those that are public in the end. */
const writeCases = async (
  devices: ReadonlyMap<string, Device>,
  desks: Desks,
  today: string,
): Promise<readonly ExampleCase[]> => {
  const [lead, second, writer] = ['amina', 'bastian', 'chiara'].map((name) => devices.get(name)!)
  const real: ExampleCase = { desk: 'prisoners', ...publicCase }
  const waiting = [...(await send(lead!, desks.prisoners, [real]))]
  const made = Map.groupBy(exampleCases({ seed: SEED, cases: CASES, today }), ({ desk }) => desk)
  for (const [desk, cases] of made) waiting.push(...(await send(writer!, desks[desk], cases)))
  await release(second!, waiting)
  const newest = waiting.find(({ desk }) => desk === desks.emergency)
  if (newest) await addExampleEvidence(writer!, newest)
  return [real, ...[...made.values()].flat()].filter(({ publication }) => publication?.release)
}

type Waiting = { readonly desk: string; readonly case: string; readonly publication: string }

/** Seals a batch while the one before is on its way. */
const send = async (
  device: Device,
  desk: string,
  cases: readonly ExampleCase[],
): Promise<readonly Waiting[]> => {
  const here = atDesk(device, desk)
  const waiting: Waiting[] = []
  let sending: ReturnType<typeof sendCases> = Promise.resolve({ ok: true, value: undefined })
  for (let start = 0; start < cases.length; start += BATCH) {
    const batch = cases.slice(start, start + BATCH)
    const prepared = await Promise.all(
      batch.map(async ({ entries }) => expectOk(await prepareCase(here, entries), 'prepare a case')),
    )
    for (const [place, { publication }] of batch.entries())
      if (publication?.release)
        waiting.push({ desk, case: prepared[place]!.case, publication: publication.entry })
    expectOk(await sending, 'send cases')
    sending = sendCases(here, prepared)
  }
  expectOk(await sending, 'send cases')
  return waiting
}

/** The second lead reads what is to be published and confirms it. */
const release = async (device: Device, waiting: readonly Waiting[]): Promise<void> => {
  const { deps, unlocked } = device
  for (const [desk, publications] of Map.groupBy(waiting, (one) => one.desk)) {
    const here = atDesk(device, desk)
    const given = { desk: here.desk(), before: new Map(), progress: () => undefined }
    const registry = expectOk(await loadRegistry(deps, unlocked, given), 'load the cases')
    for (const one of publications) {
      const entries = [{ kind: 'release', coded: { of: one.publication } }]
      expectOk(await append(here, registry.get(one.case)!, entries), 'release')
    }
  }
  await saveMemory(deps, unlocked, true)
}
