/** Each component as the server writes it: its label, its states in words, its errors tied to it, no style attribute. */
import { createRawSnippet, type Component } from 'svelte'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import Breadcrumb from './Breadcrumb.svelte'
import Button from './Button.svelte'
import Card from './Card.svelte'
import Choices from './Choices.svelte'
import DeskTabs from './DeskTabs.svelte'
import Dialog from './Dialog.svelte'
import EmptyState from './EmptyState.svelte'
import ErrorSummary from './ErrorSummary.svelte'
import Kbd from './Kbd.svelte'
import LanguageSwitch from './LanguageSwitch.svelte'
import Loading from './Loading.svelte'
import Matrix from './Matrix.svelte'
import Notice from './Notice.svelte'
import Progress from './Progress.svelte'
import Select from './Select.svelte'
import SkipLink from './SkipLink.svelte'
import StatusBadge from './StatusBadge.svelte'
import Table from './Table.svelte'
import Tabs from './Tabs.svelte'
import TextArea from './TextArea.svelte'
import TextField from './TextField.svelte'
import Timeline from './Timeline.svelte'
import Toolbar from './Toolbar.svelte'
import { languageContext } from './language.ts'
import VisuallyHidden from './VisuallyHidden.svelte'

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }))

/** The HTML without Svelte's markers, so that tests read as the page does. */
const html = <Props extends Record<string, unknown>>(
  component: Component<Props, Record<string, never>, string>,
  props: Props,
  lang = 'en',
): string => {
  const { body } = render(component as Component, { props, context: languageContext(lang) })
  expect(body).not.toMatch(/\sstyle=/)
  return body.replaceAll(/<!--.*?-->/g, '').replaceAll(/\s+/g, ' ')
}

test('a busy button says so and takes no second press', () => {
  const button = html(Button, { busy: true, children: text('Save') })
  expect(button).toContain('disabled')
  expect(button).toContain('aria-busy="true"')
  expect(button).toContain('Working')
})

test('a button with an address is a link', () => {
  expect(html(Button, { href: '/help', children: text('Help') })).toMatch(/^<a href="\/help"/)
})

test('a text field is tied to its label, hint and error', () => {
  const field = html(TextField, { id: 'place', label: 'Place', hint: 'Town', error: 'Give a place' })
  expect(field).toContain('<label class="field-label" for="place">')
  expect(field).toContain('aria-describedby="place-hint place-error"')
  expect(field).toContain('aria-invalid="true"')
  expect(field).toContain('<strong>Error:</strong> Give a place')
  expect(field).toContain('required')
})

test('an optional field says so and is not required', () => {
  const field = html(TextArea, { id: 'note', label: 'Note', optional: true })
  expect(field).toContain('(optional)')
  expect(field).not.toContain('required')
})

test('a select lists its choices', () => {
  const field = html(Select, {
    id: 'role',
    label: 'Role',
    choices: [{ value: 'lead', label: 'Lead' }],
    value: 'lead',
  })
  expect(field).toContain('<option value="lead" selected')
})

test('choices are a group with a legend, each with its own label', () => {
  const choices = [
    { value: 'a', label: 'Yes', hint: 'told in words' },
    { value: 'b', label: 'No', disabled: true },
  ]
  const group = html(Choices, { id: 'told', label: 'Risks explained', name: 'told', choices, value: ['a'] })
  expect(group).toContain('<legend')
  expect(group).toContain('<label for="told-0">Yes</label>')
  expect(group).toContain('aria-describedby="told-0-hint"')
  expect(group.match(/type="radio"/g)).toHaveLength(2)
  expect(html(Choices, { id: 'x', label: 'X', name: 'x', choices, many: true })).toContain('type="checkbox"')
})

test('the error summary counts in words and leads to each field', () => {
  const summary = html(ErrorSummary, { errors: [{ field: 'place', message: 'Give a place' }] })
  expect(summary).toContain('role="alert"')
  expect(summary).toContain('There is 1 thing to mend')
  expect(summary).toContain('<a href="#place">Give a place</a>')
  expect(html(ErrorSummary, { errors: [] })).toBe('')
})

test.each([
  ['info', 'Note'],
  ['success', 'Done'],
  ['warning', 'Careful'],
  ['danger', 'Danger'],
] as const)('a notice of tone %s says "%s"', (tone, word) => {
  expect(html(Notice, { tone, children: text('x') })).toContain(word)
})

test('what failed is announced as an error; only an alarm as a danger', () => {
  const failed = { tone: 'danger', live: true, children: text('x') } as const
  expect(html(Notice, failed)).toContain('Error')
  expect(html(Notice, { ...failed, grave: true })).toContain('Danger')
})

test('a status names its axis, its word and its dates', () => {
  const status = html(StatusBadge, { axis: 'custody', tone: 'grave', word: 'Held', asOf: 'March 2020' })
  for (const words of ['Custody', 'Held', 'as of March 2020', 'not confirmed since'])
    expect(status).toContain(words)
})

test('a card is a region named by its heading', () => {
  const card = html(Card, { title: 'Tasks', children: text('none') })
  const [, id] = /aria-labelledby="([^"]+)"/.exec(card) ?? []
  expect(card).toContain(`<h2 id="${id}"`)
})

test('a table keeps its roles and labels when it is shown as cards', () => {
  const cell = createRawSnippet((row: () => { n: number }, key: () => string) => ({
    render: () => `<span>${key()}${row().n}</span>`,
  }))
  const table = html(Table, {
    caption: 'Cases',
    columns: [
      { key: 'a', label: 'Name' },
      { key: 'b', label: 'Days', numeric: true },
    ],
    rows: [{ n: 1 }],
    rowKey: () => 'one',
    cell,
  } as never)
  expect(table).toContain('<caption>Cases</caption>')
  expect(table).toContain('role="rowheader" scope="row" data-label="Name"')
  expect(table).toContain('role="cell" class="numeric" data-label="Days"')
})

test('a dialog is named by its title and can be closed', () => {
  const dialog = html(Dialog, { title: 'Publish?', children: text('x') })
  expect(dialog).toMatch(/<dialog[^>]*aria-labelledby/)
  expect(dialog).toContain('Close')
})

test('of the tabs one is selected and only that one is in the order of keys', () => {
  const tabs = html(Tabs, {
    tabs: [
      { id: 'a', label: 'Entries', count: 3 },
      { id: 'b', label: 'History' },
    ],
    selected: 'b',
    panel: text('x') as never,
  })
  expect(tabs).toMatch(/aria-selected="true"[^>]*tabindex="0"/)
  expect(tabs).toMatch(/aria-selected="false"[^>]*tabindex="-1"/)
})

test('progress says how far in words and in the bar', () => {
  const progress = html(Progress, { label: 'Sealing', done: 1200, total: 10000 })
  expect(progress).toContain('1,200 of 10,000')
  expect(progress).toMatch(/<progress id="[^"]+" value="1200" max="10000">/)
})

test('waiting is said in a word', () => {
  expect(html(Loading, {})).toContain('Loading')
})

test('consent answers are words', () => {
  const rows = [
    { id: 'C5', label: 'Public campaign with name', answer: 'withdrawn' as const, detail: 'self' },
  ]
  expect(html(Matrix, { caption: 'Consent', rows })).toContain('<span class="mark">Withdrawn</span>')
})

test('the language switch names each language in its own script and marks the present one', () => {
  const languages = html(LanguageSwitch, { hrefOf: (lang: string) => `/${lang}` })
  expect(languages).toContain('<span aria-current="true">English</span>')
  expect(languages).toMatch(/<a href="\/ar" hreflang="ar" lang="ar" dir="rtl"[^>]*>العربية<\/a>/)
})

test('small parts say what they are', () => {
  expect(html(SkipLink, {})).toContain('<a class="skip" href="#content">Skip to the content</a>')
  expect(html(Toolbar, { label: 'Actions', children: text('x') })).toContain(
    'role="group" aria-label="Actions"',
  )
  expect(html(Kbd, { keys: ['Ctrl', 'K'] })).toContain('<kbd>Ctrl</kbd>+<kbd>K</kbd>')
  expect(html(EmptyState, { title: 'No case yet' })).toContain('No case yet')
  expect(html(VisuallyHidden, { children: text('x') })).toContain('class="hidden"')
  const crumbs = html(Breadcrumb, { items: [{ label: 'Cases', href: '/desk/cases' }, { label: 'One' }] })
  expect(crumbs).toContain('<span aria-current="page"><bdi>One</bdi></span>')
})

const date = (edtf: string, earliest: string, latest: string) => ({ edtf, earliest, latest })

test('the timeline has a picture with a title, and a table that says the same', () => {
  const items = [
    {
      id: 'a',
      label: 'Detention',
      kind: 'custody' as const,
      from: date('2020-03', '2020-03-01', '2020-03-31'),
      to: null,
      ambiguous: true,
    },
  ]
  const english = html(Timeline, { items, today: '2026-11-22' })
  expect(english).toMatch(/role="img" aria-labelledby="([^"]+)"> ?<title id="\1">Timeline of 1 entry/)
  expect(english).toContain('since March 2020, ongoing')
  expect(english).toContain('(order unclear)')
  expect(html(Timeline, { items, today: '2026-11-22' }, 'ar')).toContain('منذ مارس 2020')
  expect(html(Timeline, { items: [], today: '2026-11-22' })).toContain('No dated entry yet')
})

test('of the tabs of the desk the longest address that the reader is in is marked', () => {
  const tabs = [
    { href: '/desk/missions', label: 'desk.nav.missions' },
    { href: '/desk/missions/public', label: 'missions.desk.tab' },
  ] as const
  const at = (path: string) => html(DeskTabs, { path, label: 'desk.nav.missions', tabs })
  expect(at('/desk/missions/public')).toContain('<a href="/desk/missions/public" aria-current="page">')
  expect(at('/desk/missions/public/new')).toContain('<a href="/desk/missions/public" aria-current="true">')
  expect(at('/desk/missions/public/new').match(/aria-current/g)).toHaveLength(1)
  expect(at('/desk/cases')).not.toContain('aria-current')
})

const tableOf = (across?: string) =>
  html(Table, {
    caption: 'Missions',
    columns: [{ key: 'name', label: 'Name' }],
    rows: ['Lima'],
    rowKey: (row: string) => row,
    cell: text('Lima'),
    across,
  } as never)

test('a table whose rows are compared is scrolled in a room of its own, which has a name', () => {
  expect(tableOf()).not.toContain('role="region"')
  expect(tableOf('Table: Missions')).toMatch(
    /role="region" tabindex="0" aria-label="Table: Missions">\s*<table class="table whole"/,
  )
})
