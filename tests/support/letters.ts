/** Letters that organisations sign, on a real desk: as the form of the page and the links in the mails do it. */
import { heldOf, parseSignOn } from '../../src/campaigns/core/sign_on_form.ts'
import { openCampaigns } from '../../src/campaigns/server/campaigns.service.ts'
import { openSignOn } from '../../src/campaigns/server/sign_on.service.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { openLetter } from '../../src/platform/server/mail/mail_seal.ts'
import { newId } from './adversary.ts'
import { startTestDesk, testSecrets, value } from './app.ts'
import { askOf, campaignOf, releaseKind, targetOf } from './campaigns.ts'
import { asSuperuser } from './open_rows.ts'

export const startLetters = async (clock: () => Date) => {
  const app = await startTestDesk(clock)
  const recipient = value(await app.steward.desk({ desk: app.desk })).inbox
  const campaigns = openCampaigns(app.database)
  const signOn = openSignOn({
    database: app.database,
    secrets: testSecrets,
    clock,
    campaigns,
    origin: 'http://localhost:3000',
  })
  await releaseKind(app, 'campaign', campaignOf())

  const letterOf = (overrides: Partial<ReturnType<typeof askOf>> = {}) =>
    askOf({
      form: 'sign_on',
      slug: 'joint-letter',
      targets: [targetOf()],
      letter: {
        en: 'Excellency,\n\nWe ask you to protect those who defend rights.',
        ar: 'نطلب منكم الحماية.',
      },
      to: { day: '2026-12-01', time: '12:00' },
      zone: 'UTC',
      receivers: askOf().receivers.map((one) => ({ ...one, recipient })),
      signOn: {
        persons: true,
        embargo: null,
        commentsUntil: { day: '2026-11-25', time: '12:00' },
        late: true,
        secretary: 'secretary@watch.example',
      },
      ...overrides,
    })
  const release = async (overrides: Partial<ReturnType<typeof askOf>> = {}) =>
    (await releaseKind(app, 'ask', letterOf(overrides))).id

  /** As the form of the page and the link in the mail do it; S's own tests hold what lies between. */
  const sign = async (ask: string, typed: Readonly<Record<string, string>>): Promise<string> => {
    const fields: Record<string, string> = { contact: 'Ana', mail: 'ana@watch.org', ...typed }
    const form = value(parseSignOn({ of: (field) => fields[field] ?? '', all: () => [] }, { persons: true }))
    const held = heldOf(form, { language: 'en', on: '2026-11-22', receivers: ['own-desk'] })
    const open = (await campaigns.evenSecret(clock())).find(({ id }) => id === ask)!
    const action = {
      id: newId(),
      ask: open,
      kind: 'organisation',
      held,
      language: 'en',
      on: '2026-11-22',
      own: '',
    }
    await inTransaction(app.database, { role: 'gate' }, (db) => signOn.confirmed(db, action))
    return action.id
  }
  const stateOf = async (ask: string, id: string) =>
    value(await app.reader.letter({ desk: app.desk, ask })).signatories.find((one) => one.id === id)
  const mails = async () =>
    asSuperuser(app.database, async (client) => {
      const { rows } = await client.query('select * from amparo.mail order by queued_at')
      return rows.map((row) => ({ about: row.about as string, ...openLetter(testSecrets, row)! }))
    })
  const linkIn = async (id: string, to: string) =>
    /signatory\?k=([\w.-]+)/.exec(
      (await mails()).findLast((one) => one.about === id && one.to === to)?.text ?? '',
    )?.[1] ?? ''
  const openAsk = async (id: string) => (await campaigns.evenSecret(clock())).find((one) => one.id === id)!
  const counts = async (id: string) => (await signOn.listsOf(await openAsk(id))).counts
  const of = (ask: string) => ({ desk: app.desk, ask })

  return { app, campaigns, signOn, letterOf, release, sign, stateOf, mails, linkIn, openAsk, counts, of }
}

/** As a client is refused by the server. */
export const refusal = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type } })
