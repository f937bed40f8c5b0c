import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

let app: TestDesk
let http: OverHttp
let folder: string
beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
  folder = mkdtempSync(join(tmpdir(), 'amparo-limit-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await http.stop()
  await app.stop()
})

const setLimit = async (openedDay: number, exportedDay: number): Promise<void> => {
  const { account } = (await app.steward.me())!
  const limits = { openedDay, exportedDay, exportedWeek: 60 }
  value(await app.second.setAccessLimit({ desk: app.desk, account, limits }))
}
const open = async () => {
  const entries = [{ kind: 'opened', coded: { dark: false, country: 'TJ' } }]
  return value(await app.second.createCase({ desk: app.desk, entries })).case
}
const exportCase = (id: string) => {
  const of = ['--desk', 'North', '--server', http.address, '--name', 'ana', '--case', id, '--passphrase']
  const secrets = {
    AMPARO_PASSPHRASE: PASSPHRASE,
    AMPARO_EXPORT_PASSPHRASE: 'marble orbit thicket velvet canyon hazel',
  }
  return startAmparo(['export', ...of, '--out', join(folder, 'e.age')], secrets).ended
}

test('the command says which limit was reached, when it ends and who can raise it', async () => {
  const [first, second] = [await open(), await open()]
  await setLimit(1, 20)
  value(await app.steward.openCase({ desk: app.desk, case: first }))
  const tooMany = await exportCase(second)
  expect(tooMany.code).toBe(1)
  expect(tooMany.err).toMatch(
    /You have opened 1 different cases within 24 hours, which is your limit at this desk\. Another one opens from \d{4}-.+Z on\. Any lead other than you can raise the limit .+ Nothing was exported\./,
  )
  await setLimit(9, 0)
  const noExport = await exportCase(second)
  expect(noExport.code).toBe(1)
  expect(noExport.err).toMatch(/You have made 0 exports of a single case .+ Nothing was exported\./)
})
