/** An organisation with shares: the ceremony, as a steward's device and its member go through it. */
import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { RootSheets } from '../../src/members/client/views.ts'
import { type TestApp, value } from './app.ts'

/** Makes, checks and keeps a root; the sheets as they were printed. */
export const holdCeremony = async (
  steward: Workbench,
  splitting: { readonly threshold: number; readonly shares: number } = { threshold: 2, shares: 3 },
): Promise<RootSheets> => {
  const made = value(await steward.beginRoot(splitting))
  for (const sheet of made.sheets) value(await steward.checkSheet(sheet))
  value(await steward.keepRoot())
  return made
}

export const NEW_PASSPHRASE = 'seven other words that nobody else has'

/** What a member, the holders and the member again do; the device as it is afterwards. */
export const recoverMember = async (
  app: Pick<TestApp, 'device'>,
  name: string,
  sheets: RootSheets,
): Promise<Workbench> => {
  const device = app.device()
  value(await device.askToBeLetIn({ name, passphrase: NEW_PASSPHRASE }))
  const holders = app.device()
  await letInByHolders(holders, name, sheets)
  value(await device.signIn({ name, passphrase: NEW_PASSPHRASE, digits: sheets.digits }))
  return device
}

export const letInByHolders = async (holders: Workbench, name: string, sheets: RootSheets): Promise<void> => {
  const texts = sheets.sheets.slice(0, sheets.threshold).map(({ text }) => text)
  const { requests } = value(await holders.openShares({ texts }))
  const account = requests.find((one) => one.name === name)?.account ?? ''
  value(await holders.lookAtMember({ account }))
  value(await holders.letIn({ account }))
  await holders.closeShares()
}
