import { expect, test } from 'vitest'

import { askOf, targetOf } from '../../../../tests/support/campaigns.ts'
import { catalogue } from '../../../languages/catalogue.node.ts'
import { askBody, askForms, askRefusals } from '../../core/ask.ts'
import {
  askGroups,
  askPreview,
  begunFor,
  emptyAsk,
  emptyTarget,
  freshReceiver,
  showsGroup,
  tidyAsk,
} from './ask_draft.ts'

const targetsOf = (target: object) => tidyAsk({ ...askOf(), targets: [target] }).targets
const problems = (body: object) =>
  (askBody.safeParse(tidyAsk(body as never)).error?.issues ?? []).map(({ path }) => path.join('.'))

test('a whole ask stays as it is', () => {
  const ask = askOf({ form: 'urgent_action' })
  expect(askPreview(ask)).toEqual(ask)
})

test('a form that was begun and left empty lacks only what is to be written', () => {
  const begun = { ...emptyAsk('en', '2026-12-01'), form: 'observance' }
  expect(new Set(problems(begun))).toEqual(new Set(['slug', 'campaign', 'title.en', 'request.en', 'to.day']))
})

test('what a form does not show is not sent with it', () => {
  const event = begunFor({ ...askOf({ goal: 5 }), form: 'event' }, 'form')
  expect(tidyAsk(event)).toMatchObject({ letter: null, targets: [], goal: null, event: { kind: 'vigil' } })
  expect(tidyAsk({ ...event, form: 'petition' })).toMatchObject({ event: null })
})

test('where messages are sent in, whoever runs it is given their words by default', () => {
  for (const form of ['solidarity', 'meeting']) {
    const first = { ...freshReceiver('petition'), id: 'own-desk' }
    expect(first.fields).not.toContain('message')
    const other = { ...first, id: 'partner' }
    const { receivers } = begunFor({ ...askOf(), form, receivers: [first, other] }, 'form')
    expect(receivers).toEqual([{ ...first, fields: [...first.fields, 'message'] }, other])
    expect(begunFor({ ...askOf(), form, receivers: [] }, 'form').receivers).toEqual([])
    expect(freshReceiver(form).fields).toContain('message')
  }
})

test('a target keeps the fields of its kind, whatever it was before', () => {
  const changed = { ...emptyTarget, kind: 'body', body: 'us-senate', name: 'Somebody' }
  const places = { ...emptyTarget, kind: 'by_place', bodies: ['us-senate'] }
  expect(tidyAsk({ ...askOf(), targets: [changed, places] }).targets).toEqual([
    { kind: 'body', body: 'us-senate', groups: [] },
    { kind: 'by_place', bodies: ['us-senate'] },
  ])
})

test('a person who is linked to a seat stays linked, and is so no more when that is taken back', () => {
  const named = targetOf({ id: 'envoy', name: 'Ada Example' })
  const seat = { body: 'us-senate', member: 'C001088' }
  expect(targetsOf({ ...named, seat })).toEqual([{ ...named, seat }])
  expect(targetsOf({ ...named, seat: null })).toEqual([named])
  expect(askPreview({ ...askOf(), targets: [{ ...named, seat }] })?.targets).toEqual([{ ...named, seat }])
})

test('every form shows the fields that it cannot do without', () => {
  for (const form of askForms)
    for (const at of problems({ ...emptyAsk('en', '2026-12-01'), form, event: null, signOn: null })) {
      const [field = ''] = at.split('.')
      if ((askGroups as readonly string[]).includes(field))
        expect(showsGroup(form, field as (typeof askGroups)[number]), `${form} ${field}`).toBe(true)
    }
})

test('every refusal has words', () => {
  for (const kind of askRefusals)
    for (const lang of ['en', 'ar'])
      expect(catalogue[lang]?.[`campaigns_desk.refusal.${kind}`], `${lang} ${kind}`).toBeTruthy()
})
