/**
 * Three invented governments at work, as their officers would work: headquarters and missions found their desks, note who
 * they are and who works there, and log what they did in cases and journals. Nothing of it happened.
 */
import { prepareCase, sendCases } from '#cases/client/case_log.ts'
import { ok } from '#kernel/core/result.ts'
import { confirmKit, foundWithJournal, makeKit } from '#members/client/desk_acts.ts'
import { refreshDesks } from '#members/client/gate.ts'
import { appendToJournal, noJournalsYet } from '#members/client/journal.ts'
import { newId, saveMemory } from '#members/client/unlocked.ts'
import { checkJournalRule } from '#members/core/journal.ts'
import type { ProfileCoded } from '#missions/core/journal_kinds.ts'
import { missionJournalKinds } from '#missions/core/journal_kinds.ts'

import { atDesk, type Device, expectOk } from './device.ts'
import { loadBundles } from './example_bundles.ts'
import { bringIn, type Credentials, joinDesk, newExampleDevice } from './example_joining.ts'
import { loadMissionDocuments } from './example_mission_documents.ts'
import { type JournalDraft, missionLog } from './example_mission_log.ts'
import {
  governmentOf,
  type GovernmentPlan,
  governmentPlans,
  headquartersName,
  INVENTED,
  missionName,
  type MissionPlan,
  missionPlans,
} from './example_mission_plans.ts'

/** Beside the organisation's own people; the third belongs to the missions that tell in public what they do. */
export const missionPeople = [
  {
    name: 'edda',
    tells: 'headquarters of three invented governments: the widest gap under Missions, Coverage',
  },
  {
    name: 'farid',
    tells:
      'lead of their twelve missions: hearings that nobody covers under Calendar; at Alandia in Bogotá officers, and bundles of which one waits',
  },
  { name: 'gwen', tells: 'officer who writes at four of them: an engagement logged under Log' },
] as const
type Name = (typeof missionPeople)[number]['name']

type Loading = {
  readonly server: string
  readonly seed: string
  readonly today: string
  readonly passphraseOf: (name: Name) => string
  /** Of the organisation: whose invitation makes an account, and who tells of missions from outside. */
  readonly organisation: { readonly desk: string; readonly lead: Device; readonly writer: Device }
}

export const loadMissions = async (given: Loading): Promise<void> => {
  const { server, organisation, today } = given
  const guest = (name: Name): { readonly deps: Device['deps']; readonly as: Credentials } => {
    const as = { name, passphrase: given.passphraseOf(name) }
    return { deps: newExampleDevice(server, as), as }
  }
  const edda = await bringIn(organisation.lead, organisation.desk, guest('edda'))
  const farid = await bringIn(organisation.lead, organisation.desk, guest('farid'))
  const headquarters = new Map<string, string>()
  for (const plan of governmentPlans) headquarters.set(plan.government, await foundHeadquarters(edda, plan))
  const desks = new Map<string, string>()
  for (const plan of missionPlans) desks.set(plan.key, await found(farid, missionName(plan)))
  for (const plan of missionPlans) await work(farid, plan, { ...given, headquarters, desks })
  const telling = missionPlans.filter(({ key }) => publishing.includes(key)).map(({ key }) => desks.get(key)!)
  const [first, ...others] = telling
  const joining = guest('gwen')
  let gwen = await joinDesk(farid, { desk: first!, role: 'writer' }, joining)
  for (const desk of others)
    gwen = await joinDesk(farid, { desk, role: 'writer' }, { deps: joining.deps, as: gwen.unlocked })
  await refreshDesks(gwen.deps, gwen.unlocked)
  await loadMissionDocuments({ today, organisation, missions: { desks, writer: gwen, lead: farid } })
  const embassy = missionPlans[0]!
  await loadBundles({
    seed: given.seed,
    today,
    from: { device: organisation.lead, desk: organisation.desk },
    to: { device: farid, desk: desks.get(embassy.key)!, host: embassy.host },
  })
  await saveMemory(edda.deps, edda.unlocked, true)
  await saveMemory(farid.deps, farid.unlocked, true)
}

/** Missions that publish themselves; of others only what outsiders keep is public, marked as such. */
export const publishing: readonly string[] = [
  'alandia-bogota',
  'alandia-tegucigalpa',
  'borealia-bogota',
  'corvinia-tegucigalpa',
]

/** With a kit, since one person alone must not hold a desk: here it is gone with the example. */
const found = async ({ deps, unlocked }: Device, name: string): Promise<string> => {
  const desk = expectOk(await foundWithJournal(deps, unlocked, name), 'found a desk').desk.id
  const { recipient } = expectOk(await makeKit(unlocked, desk), 'make a kit')
  expectOk(await confirmKit(deps, unlocked, { desk, recipient }), 'confirm a kit')
  return desk
}

const foundHeadquarters = async (edda: Device, plan: GovernmentPlan): Promise<string> => {
  const desk = await found(edda, headquartersName(plan))
  const { government, seat, guidelines } = plan
  const coded = { government, host: seat, post: 'headquarters', guidelines, likeMinded: [], shadow: false }
  await note(edda, desk, [profile(edda, coded as unknown as ProfileCoded)])
  return desk
}

const profile = ({ deps }: Device, coded: ProfileCoded): JournalDraft => ({
  id: newId(deps),
  kind: 'mission',
  coded,
  words: { note: INVENTED },
})

/** In one run: the rules of the journal are asked of each entry after the ones before it. */
const note = async (
  { deps, unlocked }: Device,
  desk: string,
  entries: readonly JournalDraft[],
): Promise<void> => {
  const today = deps.clock().toISOString().slice(0, 10)
  for (const [place, entry] of entries.entries()) {
    const earlier = entries.slice(0, place)
    expectOk(checkJournalRule(entry, { kinds: missionJournalKinds, earlier, today }), 'journal')
  }
  const noted = await appendToJournal(noJournalsYet({ deps, unlocked }), desk, () => ok(entries))
  expectOk(noted, 'note in a journal')
}

type Working = Loading & {
  readonly headquarters: ReadonlyMap<string, string>
  readonly desks: ReadonlyMap<string, string>
}

const work = async (farid: Device, plan: MissionPlan, given: Working): Promise<void> => {
  const { seed, today, headquarters, desks } = given
  const desk = desks.get(plan.key)!
  const neighbours = missionPlans.filter(({ host, key }) => host === plan.host && key !== plan.key)
  const coded = {
    government: plan.government,
    host: plan.host,
    post: plan.post,
    guidelines: [...governmentOf(plan).guidelines],
    headquarters: headquarters.get(plan.government)!,
    likeMinded: neighbours.map(({ key }) => desks.get(key)!),
    shadow: false,
  } as unknown as ProfileCoded
  const log = missionLog(plan, { seed, today, joint: neighbours.map(missionName) })
  await note(farid, desk, [profile(farid, coded), ...log.journal])
  const here = atDesk(farid, desk)
  const prepared = await Promise.all(
    log.cases.map(async (entries) => expectOk(await prepareCase(here, entries), `a case of ${plan.key}`)),
  )
  expectOk(await sendCases(here, prepared), 'send cases')
}
