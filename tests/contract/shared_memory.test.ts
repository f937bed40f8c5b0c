/** What a member's devices remember, kept at the server: two that are open at once forget nothing of each other's. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { aboutList, deviceOf, type ListAnswer } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let desk: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
})
afterAll(() => app.stop())

const open = async (): Promise<Workbench> => {
  const device = app.device()
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  return device
}
const opened = { kind: 'opened', coded: { dark: false } }
const newCase = async (device: Workbench): Promise<string> =>
  value(await device.createCase({ desk, entries: [opened] })).case

/** A device that was never here, at a server that hides this case. */
const misses = async (id: string): Promise<boolean> => {
  const hide = (answer: ListAnswer) => {
    answer.cases = answer.cases.filter((line) => line.case !== id)
  }
  const { device } = await deviceOf(app, 'vera', { lie: aboutList(hide) })
  const { lines } = value(await device.cases({ desk, filter: {} }))
  return lines.some((line) => line.case === id && line.alarm === 'withheld')
}

test('a device that was opened earlier does not write its older memory over that of another', async () => {
  const [older, newer] = [await open(), await open()]
  const first = await newCase(newer)
  await newer.lock()
  const second = await newCase(older)
  await older.lock()
  expect([await misses(first), await misses(second)]).toEqual([true, true])
})

test('four devices that write at once lose nothing', async () => {
  const devices: Workbench[] = []
  while (devices.length < 4) devices.push(await open())
  const ids = await Promise.all(devices.map(newCase))
  await Promise.all(devices.map((device) => device.lock()))
  const last = await open()
  await last.lock()
  for (const id of ids) expect(await misses(id)).toBe(true)
}, 60_000)

test('a server that has lost it is given it again', async () => {
  const device = await open()
  const id = await newCase(device)
  await asSuperuser(app.database, (client) => client.query('update amparo.account set memory = null'))
  await device.lock()
  expect(await misses(id)).toBe(true)
})
