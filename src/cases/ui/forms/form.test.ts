/** The forms: every field of every kind has its place, and what is typed goes there and nowhere else. */
import { describe, expect, test } from 'vitest'
import { entryKindNames } from '#cases/core/entry.ts'
import { placement } from '#cases/core/placement.ts'
import { violationGroupOf, violations } from '#kernel/core/vocabulary/violations.ts'
import type { EntryForm, FormField, FormValues } from './field.ts'
import { partsOf, valuesOf } from './form.ts'
import { formOf } from './forms.ts'
import { newCaseEntries, newCaseForm, newCaseValues } from './new_case.ts'
import type { PublicationOpen } from '#cases/core/kinds/publication.ts'
import { checkEntry } from '#cases/core/entry.ts'
import type { CitableText } from '#instruments/core/citable.ts'
import { emptyPublication, publicationOf } from './publication.ts'

const english = { lang: 'en' }
/** Some sensitive violation. */
const EXACT = violations.find((one) => one.sensitive)?.code ?? 'T01'
const ID = 'AAAAAAAAAAAAAAAAAAAAAA'

const made = (kind: string, typed: FormValues) => {
  const form = formOf(kind) as EntryForm
  const parts = partsOf(form, { ...valuesOf(form, null), ...typed }, english)
  if (!parts.ok) throw new Error(JSON.stringify(parts.error))
  return { form, parts: parts.value }
}

/** Written by a page of its own, or only by the program. */
/** Opens the file: no page shows it. */
const nobodys = ['evidence sealed identity']
const withoutForm = ['publication', 'correction', 'dark', 'engagement', 'cover']
const covers = (field: FormField, part: 'coded' | 'sealed', path: string): boolean => {
  const { to } = field
  const fits = to.kind === 'both' || to.kind === (part === 'coded' ? 'coded' : 'words')
  const places = [to.path, ...(to.kind === 'both' && to.codedPath && part === 'coded' ? [to.codedPath] : [])]
  if (field.control.kind === 'acts' && part === 'sealed' && path.startsWith('victims')) return true
  return (
    fits &&
    places.some(
      (place) =>
        path === place ||
        path.startsWith(`${place}[]`) ||
        path.startsWith(`${place}{}`) ||
        path.startsWith(`${place}.`),
    )
  )
}

describe('the tables of fields', () => {
  test.each(entryKindNames.filter((kind) => !withoutForm.includes(kind)))(
    'every field of %s can be filled in',
    (kind) => {
      const form = formOf(kind)
      const missing = placement()
        .filter((field) => field.kind === kind && field.part !== 'open' && field.holds !== 'none')
        .filter(
          ({ part, path }) =>
            ![...(form?.fields ?? []), ...(form?.told ?? [])].some((field) =>
              covers(field, part as 'coded' | 'sealed', path),
            ),
        )
      const named = missing.map(({ part, path }) => `${kind} ${part} ${path}`)
      expect(named.filter((name) => !nobodys.includes(name))).toEqual([])
    },
  )

  test.each(entryKindNames.filter((kind) => !withoutForm.includes(kind)))(
    'no two fields of %s have one name',
    (kind) => {
      const names = formOf(kind)?.fields.map((field) => field.name) ?? []
      expect(new Set(names).size).toBe(names.length)
    },
  )
})

describe('where a value goes', () => {
  test('one date is coded to its month and sealed to its day', () => {
    const { parts } = made('event', { type: 'arrest', date: '12 November 2017' })
    expect(parts.coded).toMatchObject({ type: 'arrest', date: '2017-11' })
    expect(parts.words).toEqual({ date: '2017-11-12' })
  })

  test('a month is not sealed a second time', () => {
    expect(made('event', { type: 'arrest', date: '2017-11' }).parts.words).toEqual({})
  })

  test('a sensitive violation is coded as its group and sealed exactly', () => {
    const acts = [{ violation: EXACT, perpetrators: ['N8'], victim: 'A sister', attempted: false, note: '' }]
    const { parts } = made('event', { type: 'attack', acts })
    const [act] = parts.coded.acts as { violation: string; victim: number; perpetrators: string[] }[]
    expect(act).toEqual({ violation: violationGroupOf(EXACT), victim: 2, perpetrators: ['N'] })
    expect(parts.words).toEqual({
      acts: [{ act: 1, violation: EXACT, perpetrators: ['N8'] }],
      victims: [{ victim: 2, name: 'A sister' }],
    })
  })

  test('sensitive fields of work are coded as other and sealed in full', () => {
    const { parts } = made('identity', { sectors: ['LGBT', 'LAND', 'FORB'] })
    expect(parts.coded.sectors).toEqual(['OTHER', 'LAND'])
    expect(parts.words.sectors).toEqual(['LGBT', 'LAND', 'FORB'])
  })

  test('a link is coded only between two cases of one person', () => {
    expect(made('link', { 'words.type': 'family', case: ID }).parts.coded).toEqual({})
    expect(made('link', { 'words.type': 'same_person', case: ID }).parts.coded).toEqual({ samePerson: ID })
  })

  test('a field that is hidden again is not sent', () => {
    const { parts } = made('event', {
      type: 'arrest',
      'sentence.kind': 'prison',
      'sentence.length.years': '5',
    })
    expect(parts.coded).not.toHaveProperty('sentence')
  })
})

const problemsOf = (kind: string, typed: FormValues) => {
  const form = formOf(kind) as EntryForm
  const parts = partsOf(form, { ...valuesOf(form, null), ...typed }, english)
  return parts.ok ? [] : parts.error
}

describe('what must be mended', () => {
  test('a date that may be read in two ways is asked about, never guessed', () => {
    expect(problemsOf('event', { type: 'arrest', date: '3/4/2024' })).toEqual([
      { kind: 'which_date', choices: ['2024-03-04', '2024-04-03'], field: 'date' },
    ])
  })

  test('a hearing wants one day', () => {
    expect(problemsOf('hearing', { day: 'March 2024', type: 'trial' })).toEqual([
      { kind: 'not_one_day', field: 'day' },
    ])
  })

  test('a field that is required and empty is named', () => {
    expect(problemsOf('task', { state: '' })).toEqual([{ kind: 'missing', field: 'state' }])
  })

  test('a region of another country is shown beside the region', () => {
    expect(problemsOf('event', { type: 'arrest', country: 'MA', region: 'CO-ANT' })).toEqual([
      { kind: 'not_fitting', field: 'region' },
    ])
  })

  test('a number out of range is named with its range', () => {
    expect(problemsOf('need', { type: 'legal', urgency: 'now', 'words.amount': '-3' })).toEqual([
      { kind: 'not_a_number', field: 'words.amount' },
    ])
  })
})

describe('a correction starts from what stands', () => {
  const examples: readonly [string, FormValues][] = [
    [
      'event',
      {
        type: 'sentence',
        date: 'May 2021',
        'sentence.kind': 'prison',
        'sentence.length.years': '25',
        acts: [{ violation: 'D01', perpetrators: ['S1'], victim: '', attempted: true, note: 'seen' }],
      },
    ],
    [
      'contact',
      {
        'words.name': 'Ana',
        safe: true,
        'words.channels': [
          { 'words.channel': 'signal', 'words.address': '+1', 'words.safe': true, 'words.note': '' },
        ],
        'words.card.avoid': 'phone\ne-mail',
      },
    ],
    [
      'assessment',
      {
        definition: 'HRD',
        answers: [{ question: 'HRD1', answer: 'yes', reason: 'her work' }],
        judgedAt: '2026-11',
      },
    ],
    ['consent', { purposes: { C5: 'yes' }, capacity: 'self', way: 'oral', date: '3 March 2024' }],
    ['charge', { groups: ['treason'], 'maxPenalty.kind': 'death' }],
  ]
  test.each(examples)('%s, read back and written again, is the same', (kind, typed) => {
    const { form, parts } = made(kind, typed)
    expect(partsOf(form, valuesOf(form, parts), { ...english, base: parts })).toEqual({
      ok: true,
      value: parts,
    })
  })

  test('what the form does not show is kept', () => {
    const form = formOf('identity') as EntryForm
    const names = [{ text: 'سعاد', kind: 'full', script: 'Arab' }]
    const base = { coded: { holder: 'person', sectors: [] }, words: { names } }
    expect(partsOf(form, valuesOf(form, base), { ...english, base })).toEqual({ ok: true, value: base })
  })

  test('a charge that threatens death says so, whatever was ticked', () => {
    expect(made('charge', { 'maxPenalty.kind': 'death' }).parts.coded).toMatchObject({ deathPossible: true })
  })
})

describe('a new case', () => {
  const typed = { ...newCaseValues(), country: 'MA', 'words.names': [] }

  test('opens with whom it is about', () => {
    const entries = newCaseEntries(typed, english)
    expect(entries.ok && entries.value.map((entry) => entry.kind)).toEqual(['opened', 'identity'])
  })

  test('codes nothing in the opening of a dark one but that it is dark', () => {
    const entries = newCaseEntries({ ...typed, dark: true }, english)
    expect(entries.ok && entries.value[0]?.coded).toEqual({ dark: true })
  })

  test('takes the first event along', () => {
    const entries = newCaseEntries(
      { ...typed, withEvent: true, 'event.type': 'arrest', 'event.date': '12 November 2017' },
      english,
    )
    expect(entries.ok && entries.value[2]).toMatchObject({ kind: 'event', coded: { date: '2017-11' } })
  })

  test('says which field of the event is missing', () => {
    const entries = newCaseEntries({ ...typed, withEvent: true }, english)
    expect(!entries.ok && entries.error).toEqual([{ kind: 'missing', field: 'event.type' }])
    expect(newCaseForm.fields.map((field) => field.name)).toContain('event.type')
  })
})

describe('a publication', () => {
  const state = { country: 'MA', sentences: [], deathPossible: false } as never
  const given = { state, entries: [], ref: ID, replaces: null, texts: [] as readonly CitableText[] }
  const asked = { ...emptyPublication('en'), fields: ['name', 'country'], name: 'Aylin', named: 'pseudonym' }

  test('shows only the chosen fields', () => {
    const entry = publicationOf(
      { ...asked, basis: 'consent', consent: ID, summary: 'not chosen' },
      withStatus(),
    )
    expect(entry.ok && entry.value.open).toEqual({
      ref: ID,
      lang: 'en',
      dir: 'ltr',
      isPseudonym: true,
      name: 'Aylin',
      country: 'MA',
    })
  })

  test('without consent it wants a reason', () => {
    const entry = publicationOf({ ...asked, basis: 'already_public' }, withStatus())
    expect(!entry.ok && entry.error).toEqual([{ kind: 'missing', field: 'reason' }])
  })

  test('a chosen field without words is named', () => {
    const entry = publicationOf({ ...asked, basis: 'consent', consent: ID, name: '' }, withStatus())
    expect(!entry.ok && entry.error).toEqual([{ kind: 'missing', field: 'name' }])
  })

  test('shows the norms that were chosen, as they are called today in its language', () => {
    const text: CitableText = {
      slug: 'a-res-53-144',
      kind: 'resolution',
      lang: 'en',
      title: { en: 'The resolution', ar: 'القرار' },
      symbol: 'A/RES/53/144',
      provisions: [{ id: 'v1-3', number: 'OP1', version: 'v1', text: 'Adopts …', gone: false }],
    }
    const wish = { ...asked, basis: 'consent', consent: ID, lang: 'ar', norms: ['a-res-53-144/v1-3'] }
    const showing = (fields: readonly string[]) =>
      publicationOf({ ...wish, fields }, { ...withStatus(), texts: [text] })
    const entry = showing(['country', 'norms'])
    expect(entry.ok && (entry.value.open as PublicationOpen).norms).toEqual([
      { instrument: 'a-res-53-144', provision: 'v1-3', words: 'OP1 · القرار' },
    ])
    expect(entry.ok && checkEntry(entry.value).ok).toBe(true)
    const without = showing(['country'])
    expect(without.ok && without.value.open).not.toHaveProperty('norms')
  })

  test('norms without one that was chosen are named', () => {
    const wish = { ...asked, basis: 'consent', consent: ID, fields: ['norms'] }
    const entry = publicationOf(wish, withStatus())
    expect(!entry.ok && entry.error).toEqual([{ kind: 'missing', field: 'norms' }])
  })

  function withStatus(): typeof given {
    const axis = { status: 'unknown' }
    const custody = { status: 'unknown', basis: null }
    const folded = {
      ...(state as object),
      custody,
      proceedings: { ...axis, leading: null },
      safety: axis,
      accountability: axis,
    }
    return { ...given, state: { ...folded, foldedOn: '2026-11-22' } as never }
  }
})
