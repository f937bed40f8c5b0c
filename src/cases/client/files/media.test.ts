/** Sound and film: what phones and recorders write beside them is said, and a copy has none of it or there is no copy. */
import { expect, test } from 'vitest'

import { mp3Of, mp4Of, webmOf } from '../../../../tests/support/films.ts'
import { wavOf } from '../../../../tests/support/pictures.ts'
import { bytesSource, latin } from './byte_source.ts'
import { makeCleanCopy } from './clean_copy.ts'
import { openMedia } from './media_facts.ts'
import { bareFrame } from './nal_units.ts'
import { readFacts } from './read_facts.ts'

const told = {
  title: 'Visit in Tondo',
  artist: 'Maria Santos',
  place: '+14.5995+120.9842+012.3/',
  telling: 'lat=14.5995 serial=CAM-0042',
  pixels: 'her living room!',
}
const secrets = ['Tondo', 'Maria', '14.5995', 'CAM-0042', '120.9842']

const noTurn = () => Promise.resolve(null)
const factsOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await readFacts(bytesSource(bytes))).facts.map(({ name, said }) => [name, said])

test('a film says where, who and when', async () => {
  const facts = await factsOf(await mp4Of(told))
  expect(facts[0]).toEqual(['gps', '14.5995 N 120.9842 E'])
  expect(facts).toEqual(
    expect.arrayContaining([
      ['altitude', '12.3 m'],
      ['author', 'Maria Santos'],
      ['title', 'Visit in Tondo'],
    ]),
  )
  expect(facts.find(([name]) => name === 'made')?.[1]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)
})

test('the copy of a film has its pixels and nothing beside them, not even inside its frames', async () => {
  const film = await mp4Of(told)
  for (const secret of secrets) expect(latin(film), secret).toContain(secret)
  const copy = await makeCleanCopy(bytesSource(film), noTurn)
  if (!copy.ok) throw new Error(copy.error)
  for (const secret of secrets) expect(latin(copy.value.bytes), secret).not.toContain(secret)
  expect(latin(copy.value.bytes)).toContain('her living room!')
  expect(await factsOf(copy.value.bytes)).toEqual([])
  expect(await openMedia(bytesSource(copy.value.bytes)).computeDuration()).toBe(2)
})

test('a film with a track of a camera’s sensors says so and has no copy', async () => {
  const film = await mp4Of(told)
  // The one track is called what an action camera calls its list of places.
  const at = latin(film).indexOf('vide')
  film.set(new TextEncoder().encode('meta'), at)
  const facts = await factsOf(film)
  expect(facts.find(([name]) => name === 'sensor_track')?.[1]).toContain('meta')
  expect((await makeCleanCopy(bytesSource(film), noTurn)).ok).toBe(false)
})

test('WebM says who wrote it, and its copy does not', async () => {
  const film = await webmOf(told)
  expect(await factsOf(film)).toEqual(expect.arrayContaining([['author', 'Maria Santos']]))
  const copy = await makeCleanCopy(bytesSource(film), noTurn)
  if (!copy.ok) throw new Error(copy.error)
  for (const secret of ['Tondo', 'Maria']) expect(latin(copy.value.bytes)).not.toContain(secret)
})

test('MP3 loses its tags; one whose frames are signed has no copy', async () => {
  const sound = await mp3Of({ title: 'Interview', artist: 'Maria Santos' })
  expect(await factsOf(sound)).toEqual(expect.arrayContaining([['author', 'Maria Santos']]))
  const copy = await makeCleanCopy(bytesSource(sound), noTurn)
  if (!copy.ok) throw new Error(copy.error)
  expect(latin(copy.value.bytes)).not.toMatch(/Maria|Interview|ID3|TAG|Xing|Info|Lavf/)
  const signed = await mp3Of({ title: 'Interview', artist: 'Maria Santos', signature: 'LAME3.100' })
  expect(await makeCleanCopy(bytesSource(signed), noTurn)).toEqual({ ok: false, error: 'inside_sound' })
})

test('WAV loses its list of names and keeps every sample', async () => {
  const samples = new TextEncoder().encode('sample by sample by sample..')
  const sound = wavOf({ artist: 'Maria Santos', samples })
  expect(await factsOf(sound)).toEqual(expect.arrayContaining([['author', 'Maria Santos']]))
  const copy = await makeCleanCopy(bytesSource(sound), noTurn)
  if (!copy.ok) throw new Error(copy.error)
  expect(latin(copy.value.bytes)).not.toContain('Maria')
  expect(latin(copy.value.bytes)).toContain('sample by sample by sample..')
})

test('damaged film has no copy and is said to be damaged', async () => {
  const film = (await mp4Of(told)).slice(0, 700)
  expect((await readFacts(bytesSource(film))).whole).toBe(false)
  expect((await makeCleanCopy(bytesSource(film), noTurn)).ok).toBe(false)
})

test('a frame that does not fall into units is not taken apart', () => {
  expect(bareFrame(Uint8Array.of(0, 0, 0, 9, 6, 1), 'avc')).toBeNull()
})
