/** Campaigns as anybody meets them: whole without script, in both languages, and gone at once when they must be. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { useBrowser } from '../support/browser.ts'
import { allowCampaigning, askAbout, openCampaign, outcomeOf, targetOf } from '../support/campaigns.ts'
import { asSuperuser, openId, publish, release, takeBack } from '../support/open_rows.ts'
import { readPdf } from '../support/pdfs.ts'
import { expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
let now = new Date('2026-12-01T12:00:00Z')

const letter = {
  en: 'Dear Prosecutor General,\n\nI am writing about Nodira & her "school".\n\nPlease answer me.',
  ar: 'أكتب إليكم بشأن نوديرا & مدرستها.\n\nنرجو الإفراج عنها.',
}
const targets = [
  targetOf({ salutation: { en: 'Dear Prosecutor General', ar: 'سعادة المدعي العام' }, reads: 'ru' }),
  targetOf({
    id: 'embassy',
    office: { en: 'Embassy in your country' },
    mail: null,
    phone: null,
    copy: true,
    country: 'NO',
  }),
]

beforeAll(async () => {
  server = await startTestServer({ clock: () => now })
  const { database } = server
  const ref = await publish(database, { name: 'Nodira', country: 'TJ' })
  await allowCampaigning(database, 'Nodira')
  for (const body of exampleBodies())
    if (body.slug.startsWith('us-')) await release(database, { kind: 'body', name: body.slug, body })
  await openCampaign(database, {
    campaign: {
      title: { en: 'Lanterns for defenders', ar: 'مصابيح للمدافعين' },
      summary: { en: 'We ask for their release.', ar: 'نطلب الإفراج عنهم.' },
      story: { en: 'It began in a school.\n\nThen it grew.' },
    },
    asks: [
      {
        slug: 'older',
        form: 'observance',
        to: { day: '2026-11-01', time: '18:00' },
        title: { en: 'The first appeal' },
      },
      {
        slug: 'urgent',
        form: 'urgent_action',
        reference: 'UA 12/26',
        title: { en: 'Teacher held for her school', ar: 'معلمة محتجزة بسبب مدرستها' },
        standfirst: { en: 'She has been held since May.', ar: 'محتجزة منذ مايو.' },
        request: { en: 'Release her at once.', ar: 'أفرجوا عنها فورًا.' },
        ...askAbout(ref, '2026-11-20'),
        targets,
        to: { day: '2026-12-10', time: '18:00' },
        zone: 'Asia/Dushanbe',
        demands: [
          { en: 'Release her.', ar: 'الإفراج عنها.' },
          { en: 'Let her see a lawyer.', ar: 'تمكينها من محامٍ.' },
        ],
        letter,
        information: { en: 'Schools have been closed since spring.' },
        script: { en: 'Good morning, I am calling about Nodira.' },
        people: [{ name: 'Nodira', pronoun: { en: 'she' } }],
        writeIn: ['ru', 'en'],
        notFor: { countries: ['TJ'], words: { en: 'Nor if you travel there soon.' } },
        mayNameUs: false,
        previous: 'older',
        stop: { en: 'Stop when her lawyer asks for quiet.' },
      },
      { slug: 'sign', title: { en: 'Sign for them' }, to: { day: '2026-12-05', time: '00:00' } },
      { slug: 'write', form: 'letter_writing', letter: null, title: { en: 'Write to them' } },
      { slug: 'day', form: 'observance', title: { en: 'A day for defenders' }, targets: [] },
      {
        slug: 'soon',
        form: 'observance',
        title: { en: 'Next spring' },
        from: { day: '2027-03-01', time: '09:00' },
      },
      {
        slug: 'legislators',
        form: 'letter_writing',
        title: { en: 'Ask your legislators' },
        targets: [
          { kind: 'by_place', bodies: ['us-senate', 'us-house'] },
          { kind: 'body', body: 'us-senate', groups: [] },
        ],
      },
      ...(['sign_on', 'meeting', 'solidarity', 'classroom'] as const).map((form) => ({
        slug: form.replace('_', '-'),
        form,
      })),
      {
        slug: 'vigil',
        form: 'event' as const,
        event: {
          kind: 'vigil' as const,
          place: { en: 'Main square' },
          details: null,
          rsvp: false,
          places: null,
        },
      },
    ],
  })
  const outcome = outcomeOf({
    ask: 'urgent',
    kind: 'answer_received',
    on: '2026-11-20',
    target: 'prosecutor',
  })
  await release(database, { kind: 'outcome', name: 'answer', body: outcome })
}, 180_000)
afterAll(() => server.stop())

const base = '/campaigns/lanterns'
const ask = async (path: string, init?: RequestInit) => {
  const answer = await fetch(server.origin + path, { redirect: 'manual', ...init })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}
const words = async (path: string): Promise<string> => pageWords((await ask(path)).body, ' ')

test('what closes soon stands first, and what has ended stands with its campaign alone', async () => {
  const all = await words('/campaigns')
  const order = ['Sign for them', 'Teacher held for her school', 'Write to them'].map((title) =>
    all.indexOf(title),
  )
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)
  expect(all).toContain('Begins on 1 March 2027')
  expect(all).not.toContain('The first appeal')
  const campaign = await words(base)
  for (const part of [
    'The first appeal',
    'It began in a school.',
    'Followed by',
    '20 November 2026',
    'Lantern Watch',
  ])
    expect(campaign).toContain(part)
  expect(campaign).not.toMatch(/because of/i)
  expect((await ask(`/cases/${openId('Nodira')}`)).body).toContain(`href="${base}/urgent"`)
  expect((await ask('/ar/themes')).body).toContain('href="/ar/campaigns"')
})

test.each([
  'urgent',
  'sign',
  'write',
  'day',
  'legislators',
  'sign-on',
  'meeting',
  'solidarity',
  'classroom',
  'vigil',
])('the page of %s opens with who should not take part', async (slug) => {
  const { status, body } = await ask(`${base}/${slug}`)
  expect(status).toBe(200)
  const main = pageWords(body.slice(body.indexOf('<main')), ' ').trim()
  expect(main).toMatch(
    /^Who should not take part\. Please leave this to others if you live in one of these countries/,
  )
  expect(main).toContain('Tajikistan')
})

test('an urgent action holds its twelve parts in their order', async () => {
  const page = await words(`${base}/urgent`)
  const parts = [
    'UA 12/26',
    'Teacher held for her school',
    'Take action',
    'Prosecutor General',
    'Model letter',
    'What to ask for',
    'Background',
    'In which language',
    'Please write until',
    'Names and pronouns',
    'What came before',
    'When to stop',
  ]
  const main = page.slice(page.indexOf('UA 12/26'))
  const places = parts.map((part) => main.indexOf(part))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  for (const part of [
    'She has been held since May.',
    '126 Sino Street',
    'Embassy in your country',
    'Norway',
    'Nor if you travel there soon.',
    'Do not name the organisation',
    'Russian and English',
    'clock of Asia/Dushanbe',
    'Nodira ( she )',
    'The first appeal',
    'Stop when her lawyer asks for quiet.',
    'An answer',
  ])
    expect(main + page).toContain(part)
})

test('a letter opens in the reader’s own mail program with nothing lost on the way', async () => {
  const href = async (path: string) =>
    /href="(mailto:[^"]+)"/.exec((await ask(path)).body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const english = new URL(await href(`${base}/urgent`))
  expect(english.pathname).toBe('office@prosecutor.example')
  expect(english.searchParams.get('subject')).toBe('Teacher held for her school')
  expect(english.searchParams.get('body')).toBe(
    'Dear Prosecutor General,\r\n\r\nI am writing about Nodira & her "school".\r\n\r\nPlease answer me.\r\n\r\n[your name, town and country]',
  )
  const arabic = new URL(await href(`/ar${base}/urgent`))
  expect(arabic.searchParams.get('body')).toMatch(
    /^سعادة المدعي العام،\r\n\r\nأكتب إليكم بشأن نوديرا & مدرستها/,
  )
  const page = await ask(`${base}/urgent`)
  expect(page.body).toMatch(/<textarea[^>]* readonly/)
  expect(page.body).toContain('href="tel:+992370000000"')
})

const pdfWords = async (path: string): Promise<{ pages: number; text: string }> => {
  const answer = await fetch(server.origin + path)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const { pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()))
  return { pages: pages.length, text: pages.join(' ').normalize('NFKC').replaceAll(/\s+/g, ' ') }
}

test(
  'the letter prints as a page and as PDF, with addresses, in both scripts',
  { timeout: 60_000 },
  async () => {
    const printed = await words(`${base}/urgent/letter?in=ar`)
    expect(printed).toContain('سعادة المدعي العام')
    const english = await pdfWords(`${base}/urgent/letter.pdf`)
    expect(english.pages).toBe(2)
    for (const part of [
      '126 Sino Street',
      'office@prosecutor.example',
      'Release her.',
      'Nodira & her "school"',
      `${base}/urgent`,
    ])
      expect(english.text).toContain(part)
    const arabic = await pdfWords(`/ar${base}/urgent/letter.pdf`)
    expect(arabic.text).toContain('126 Sino Street')
    expect(arabic.text).toMatch(/[\u0600-\u06FF]{3}/)
    // No words of its own: lines to write on.
    expect((await pdfWords(`${base}/write/letter.pdf`)).text).toContain('Your letter')
  },
)

test('a letter is there for whom the ask names, and while it is open', async () => {
  for (const path of [
    'urgent/letter?to=embassy',
    'urgent/letter.pdf?to=nobody',
    'legislators/letter?to=un-ga:TJ',
    'solidarity/letter.pdf',
    'older/letter',
    'soon/letter.pdf',
  ])
    expect((await ask(`${base}/${path}`)).status, path).toBe(404)
})

test('whoever sits for a place is found by state and district, and nothing more is asked', async () => {
  const { body } = await ask(`${base}/legislators/targets?state=DE&district=9&address=Main+Street`)
  const page = pageWords(body, ' ')
  expect(page).toContain('Your address is not asked and goes nowhere')
  for (const name of ['Christopher A. Coons', 'Thomas R. Carper', 'Lisa Blunt Rochester'])
    expect(page).toContain(name)
  expect(body).not.toContain('Main Street')
  expect(body.match(/<input/g) ?? []).toHaveLength(0)
  expect(await words(`${base}/legislators/targets?state=OH`)).toContain('Choose your district above')
  const ohio = await words(`${base}/legislators/targets?state=OH&district=3`)
  for (const name of ['Sherrod Brown', 'Rob Portman', 'Joyce Beatty']) expect(ohio).toContain(name)
  expect(await words(`${base}/legislators/letter?to=us-senate:C001088`)).toContain(
    'The Honorable Christopher A. Coons',
  )
})

test('people tell what they did: counted, without anything about them, and refused in words', async () => {
  const path = `${base}/urgent/report`
  const tell = (fields: Record<string, string>) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: server.origin, accept: 'text/html' },
    })
  const told = { what: 'wrote', on: '2026-12-01', language: 'ar', name: 'Vera' }
  const done = await tell(told)
  expect([done.status, done.headers.get('location')]).toEqual([303, `${base}/urgent#reported`])
  await tell({ ...told, what: 'answered', language: 'tlh' })
  expect(pageWords((await tell({ ...told, what: 'shouted' })).body)).toContain('Please say what you did.')
  expect(pageWords((await tell({ ...told, on: '2027-01-01' })).body)).toContain('a day between')
  now = new Date(now.getTime() + 61_000)
  const page = await words(`${base}/urgent`)
  expect(page).toMatch(/Told by people themselves; nobody has checked it\. wrote 1 had an answer 1/)
  const { rows } = await asSuperuser(server.database, (client) =>
    client.query('select what, target, language, number from amparo.reported order by what'),
  )
  expect(rows).toEqual([
    { what: 'answered', target: 'prosecutor', language: 'other', number: 1 },
    { what: 'wrote', target: 'prosecutor', language: 'ar', number: 1 },
  ])
})

test.each([
  '',
  '/lanterns',
  '/lanterns/urgent',
  '/lanterns/sign',
  '/lanterns/write',
  '/lanterns/day',
  '/lanterns/urgent/letter',
  '/lanterns/urgent/report',
  '/lanterns/legislators/targets?state=DE',
])('/campaigns%s is light and fits, in both languages', { timeout: 60_000 }, async (path) => {
  await expectLight(`${server.origin}/ar/campaigns${path}`)
  await expectFits(visit, { origin: server.origin, path: `/campaigns${path}`, lang: 'ar', width: 320 })
  await expectFits(visit, { origin: server.origin, path: `/campaigns${path}`, lang: 'en', width: 1280 })
})

// What follows moves the clock and takes back, so it stands last.
test('an ask begins and ends at its hour, and its page says so from that second on', async () => {
  expect(await words(`${base}/soon`)).toContain('Begins on 1 March 2027, 09:00 (clock of Europe/Oslo)')
  now = new Date('2026-12-10T12:59:59Z')
  expect(await words(`${base}/urgent`)).toContain('Write in your mail program')
  now = new Date('2026-12-10T13:00:00Z')
  const ended = await ask(`${base}/urgent`)
  expect(pageWords(ended.body)).toContain('This action has ended')
  expect(ended.body).not.toContain('mailto:')
  expect((await ask(`${base}/urgent/letter`)).status).toBe(404)
  expect(await words('/campaigns')).not.toContain('Teacher held for her school')
})

test('what is withdrawn answers as if it had never been', async () => {
  const never = await ask(`${base}/never`)
  expect(never.status).toBe(404)
  await asSuperuser(server.database, (client) =>
    client.query('delete from amparo.publication where ref = $1', [openId('Nodira')]),
  )
  for (const path of ['urgent', 'urgent/targets', 'urgent/letter', 'urgent/letter.pdf', 'urgent/report']) {
    const gone = await ask(`${base}/${path}`)
    expect([gone.status, path === 'urgent' ? gone.body : '']).toEqual([
      404,
      path === 'urgent' ? never.body : '',
    ])
  }
  expect(await words(base)).not.toContain('Teacher held for her school')
  await takeBack(server.database, openId('campaign lanterns'))
  expect((await ask(base)).status).toBe(404)
  expect((await ask(`${base}/sign`)).status).toBe(404)
})
