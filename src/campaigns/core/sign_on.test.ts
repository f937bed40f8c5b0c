import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  counts,
  countSignatures,
  decideSignature,
  isFrozenNow,
  listNow,
  signatoryLists,
  type Signature,
  type SignatureAct,
} from './sign_on.ts'
import { letterLanguage, readAddressees, statesAsAddressees } from './sign_on_addressees.ts'
import { domainShown } from './sign_on_authority.ts'
import { checkPublishedList, type FrozenName, makeFrozenList } from './sign_on_frozen.ts'
import { mayKeep, previewList, readSignatoryList } from './sign_on_list.ts'
import { likelyDuplicates } from './sign_on_names.ts'
import { parseSignOn } from './sign_on_form.ts'

const asked: Signature = {
  id: 'a',
  kind: 'organisation',
  state: 'asked',
  authority: null,
  list: 'main',
  version: 1,
  listed: true,
}
const acts: fc.Arbitrary<SignatureAct> = fc.oneof(
  fc.record({
    kind: fc.constant('show' as const),
    authority: fc.constantFrom('domain', 'second_person', 'own'),
  }),
  fc.constantFrom(...(['accept', 'vouch', 'decline', 'withdraw'] as const)).map((kind) => ({ kind })),
  fc.record({ kind: fc.constant('keep' as const), version: fc.integer({ min: 1, max: 3 }) }),
)
const moments = fc.array(fc.record({ act: acts, frozen: fc.boolean() }), { maxLength: 12 })

/** All that a signature was, whatever was tried with it; once frozen, a list stays frozen. */
const lifeOf = (steps: readonly { readonly act: SignatureAct; readonly frozen: boolean }[], from = asked) => {
  const life: { readonly is: Signature; readonly frozen: boolean }[] = [{ is: from, frozen: false }]
  for (const { act, frozen: now } of steps) {
    const last = life.at(-1)!
    const frozen = now || last.frozen
    const done = decideSignature(last.is, act, { frozen })
    life.push({ is: done.ok ? done.value : last.is, frozen })
  }
  return life
}

const refusal = (signature: Signature, act: SignatureAct, frozen = false) => {
  const done = decideSignature(signature, act, { frozen })
  return done.ok ? null : done.error.kind
}

describe('a signature', () => {
  test('never counts without authority, and under one text alone', () => {
    fc.assert(
      fc.property(moments, (steps) => {
        for (const { is } of lifeOf(steps)) {
          if (is.state === 'accepted') expect(is.authority).not.toBeNull()
          const versions = [1, 2, 3].filter((version) => counts(is, version))
          expect(versions.length).toBeLessThanOrEqual(1)
          if (versions.length > 0) expect(is.authority).not.toBeNull()
        }
      }),
    )
  })

  test('of the main list neither joins it nor leaves it nor changes its text after the freeze', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...signatoryLists), (steps, list) => {
        const life = lifeOf(steps, { ...asked, list })
        const first = life.findIndex(({ frozen }) => frozen)
        const before = life[Math.max(first - 1, 0)]!.is
        for (const { is, frozen } of life) {
          expect(is.list).toBe(list)
          if (!frozen || list === 'late') continue
          expect(is.version).toBe(before.version)
          if (before.state === 'accepted') expect(['accepted', 'withdrawn']).toContain(is.state)
          else expect(is.state).not.toBe('accepted')
        }
      }),
    )
  })

  test('that was declined or withdrawn does not come back', () => {
    fc.assert(
      fc.property(moments, (steps) => {
        const life = lifeOf(steps)
        const first = life.findIndex(({ is }) => is.state === 'declined' || is.state === 'withdrawn')
        if (first !== -1) for (const { is } of life.slice(first)) expect(is).toEqual(life[first]!.is)
      }),
    )
  })

  test('is refused in words for each rule', () => {
    const open = { frozen: false }
    expect(refusal(asked, { kind: 'accept' })).toBe('authority_missing')
    expect(refusal({ ...asked, state: 'withdrawn' }, { kind: 'vouch' })).toBe('ended_already')
    expect(refusal(asked, { kind: 'vouch' }, true)).toBe('list_frozen')
    expect(refusal({ ...asked, version: 2 }, { kind: 'keep', version: 1 })).toBe('older_text')
    expect(decideSignature(asked, { kind: 'vouch' }, open)).toMatchObject({
      value: { state: 'accepted', authority: 'secretary' },
    })
  })
})

test('the two lists are disjoint and together hold all who count', () => {
  const any = fc.record({
    id: fc.string(),
    kind: fc.constantFrom('organisation' as const, 'person' as const),
    state: fc.constantFrom('asked', 'shown', 'accepted', 'declined', 'withdrawn'),
    authority: fc.constantFrom(null, 'domain', 'secretary'),
    list: fc.constantFrom(...signatoryLists),
    version: fc.integer({ min: 1, max: 2 }),
    listed: fc.boolean(),
    country: fc.constantFrom(null, 'NO', 'TJ'),
  }) as fc.Arbitrary<Signature & { country: string | null }>
  fc.assert(
    fc.property(fc.array(any), (all) => {
      const told = countSignatures(all, 2)
      expect(told.organisations + told.persons + told.late).toBe(all.filter((one) => counts(one, 2)).length)
      expect(told.unlisted).toBeLessThanOrEqual(told.organisations + told.persons + told.late)
    }),
  )
  expect(listNow({ closed: false, frozen: false, late: true })).toBe('main')
  expect(listNow({ closed: true, frozen: false, late: true })).toBe('late')
  expect(listNow({ closed: false, frozen: true, late: true })).toBe('late')
  expect(listNow({ closed: true, frozen: true, late: false })).toBeNull()
})

test('a list is frozen at the close when nobody waits, and three days later in any case', () => {
  const closedAt = new Date('2026-03-01T12:00:00Z')
  const after = (hours: number) => new Date(closedAt.getTime() + hours * 3_600_000)
  expect(isFrozenNow({ closedAt, now: after(-1), waiting: 0 })).toBe(false)
  expect(isFrozenNow({ closedAt, now: after(0), waiting: 0 })).toBe(true)
  expect(isFrozenNow({ closedAt, now: after(71), waiting: 3 })).toBe(false)
  expect(isFrozenNow({ closedAt, now: after(72), waiting: 3 })).toBe(true)
})

test.each([
  ['ana@mail.watch.org', 'https://www.watch.org/about', 'shown'],
  ['ana@watch.co.uk', 'watch.co.uk', 'shown'],
  ['ana@other.co.uk', 'https://watch.co.uk', 'other_domain'],
  ['watch@gmail.com', 'https://gmail.com', 'free_provider'],
  ['watch@yahoo.co.uk', 'https://yahoo.co.uk', 'free_provider'],
  ['ana@watch.github.io', 'https://other.github.io', 'other_domain'],
  ['ana@[192.0.2.1]', 'http://192.0.2.1', 'other_domain'],
  ['ana@watch.org', '', 'no_site'],
])('mail from %s for the site %s: %s', (mail, site, kind) => {
  expect(domainShown({ mail, site })).toMatchObject({ kind })
})

const founding = readFileSync('examples/campaigns/joint-letter-2015-signatories.csv', 'utf8')

test('the list of 2015 is read whole, and two organisations in it stand there twice', () => {
  const read = readSignatoryList(founding)
  if (!read.ok) throw new Error(read.error.kind)
  expect(read.value).toHaveLength(158)
  expect(read.value.every(mayKeep)).toBe(true)
  expect(likelyDuplicates(read.value).map(({ a, b }) => [read.value[a]!.name, read.value[b]!.name])).toEqual([
    ['Center for Civil Liberties', 'Centre for Civil Liberties'],
    ['Norwegian Human Rights Fund (NHRF)', 'The Norwegian Human Rights Fund'],
  ])
})

test.each([
  ['Human Rights Watch (HRW)', 'HRW', 'same_acronym'],
  ['International Service for Human Rights', 'ISHR', 'acronym_of'],
  ['Women Living Under Laws', 'WLUL', 'acronym_of'],
  ['Freedom House', 'Freedom Huose', 'close'],
  ['Memorial', 'Мемориал', 'transliteration'],
  ['Karapatan', 'كاراباتان', 'transliteration'],
  ['Équipe Justice', 'EQUIPE  JUSTICE', 'same_name'],
  ['Helsinki Committee of Armenia', 'Helsinki Committee of Albania', null],
  ['Centre for Human Rights and Development', 'Centre for Human Rights and Democracy', null],
])('%s and %s: %s', (a, b, because) => {
  expect(likelyDuplicates([{ name: a }, { name: b }])[0]?.because ?? null).toBe(because)
})

const pair = (a: string, b: string) =>
  likelyDuplicates([
    { name: a, country: 'NO' },
    { name: b, country: 'SE' },
  ])

test('names alike in two countries are two organisations, unless they are the very same', () => {
  expect(pair('Freedom House', 'Freedom Huose')).toEqual([])
  expect(pair('Freedom House', 'Freedom House')).toHaveLength(1)
})

test('a pasted list shows its doubts before anything is kept', () => {
  const pasted = '1. Alkarama\n• Watch North; Watch South\n\n  Alkarama \n123\n'
  const read = readSignatoryList(pasted)
  if (!read.ok) throw new Error(read.error.kind)
  const preview = previewList(read.value, [{ name: 'Watch North', localName: null, country: null }])
  expect(preview.map(({ line, name, doubts }) => [line, name, ...doubts])).toEqual([
    [1, 'Alkarama'],
    [2, 'Watch North; Watch South', 'looks_like_two'],
    [4, 'Alkarama'],
    [5, '123', 'no_letter'],
  ])
  expect(preview[2]!.like).toEqual([{ name: 'Alkarama', because: 'same_name', where: 'list' }])
  const table = readSignatoryList('name\tcountry\nAlkarama\tCHE\n"North, Watch"\tZZ\n')
  expect(table).toMatchObject({
    value: [
      { name: 'Alkarama', country: 'CH', doubts: [] },
      { name: 'North, Watch', country: null, doubts: ['country_unknown'] },
    ],
  })
})

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const names: readonly FrozenName[] = ['Alkarama', 'Сайони', 'كرامة'].map((name, place) => ({
  salt: `${place}`.repeat(22),
  kind: 'organisation',
  name,
  localName: null,
  localLanguage: null,
  country: null,
}))
const frozen = makeFrozenList(
  { campaign: 'c', ask: 'a', letterVersion: 2, letter: { en: 'Dear' }, frozenOn: '2026-03-01', names },
  hash,
)

test('a frozen list is checked by its hash, with any of its names withheld and none put in', () => {
  fc.assert(
    fc.property(fc.subarray([...names]), (told) => {
      const checked = checkPublishedList({ ...frozen, names: told }, hash)
      expect(checked).toEqual({ faults: [], withheld: names.length - told.length })
    }),
  )
  const other = { ...names[0]!, name: 'Alkarame' }
  expect(checkPublishedList({ ...frozen, names: [other] }, hash).faults).toEqual([
    { kind: 'name_not_in_list', name: 'Alkarame' },
  ])
  expect(checkPublishedList({ ...frozen, names: [names[0], names[0]] }, hash).faults).toEqual([
    { kind: 'named_twice', name: 'Alkarama' },
  ])
  const changed = { ...frozen, list: { ...frozen.list, letterVersion: 1 }, names: [] }
  expect(checkPublishedList(changed, hash).faults).toEqual([{ kind: 'hash_differs' }])
  expect(checkPublishedList({}, hash).faults).toEqual([{ kind: 'not_this_format' }])
})

test('States are addressed in the language they read among those of the letter', () => {
  const states = [
    { code: 'TN', name: 'Tunisia' },
    { code: 'NO', name: 'Norway' },
  ]
  expect(statesAsAddressees(states, { languages: ['en', 'ar'], own: 'en' })).toEqual([
    { name: 'Tunisia', salutation: 'صاحب السعادة،', language: 'ar', country: 'TN', mail: null },
    { name: 'Norway', salutation: 'Excellency,', language: 'en', country: 'NO', mail: null },
  ])
  expect(letterLanguage('fr', ['en'], 'en')).toBe('en')
  const bad = readAddressees('name,mail\nMission of Norway,none\n,a@b.org\n', {
    languages: ['en'],
    own: 'en',
  })
  expect(bad).toEqual({
    ok: false,
    error: {
      kind: 'lines_wrong',
      lines: [
        { line: 2, field: 'mail' },
        { line: 3, field: 'name' },
      ],
    },
  })
})

test('no name that we write to a second person carries an address', () => {
  const typed = { as: 'organisation', name: 'Watch', contact: 'Ana', mail: 'ana@watch.org' }
  const parse = (given: Readonly<Record<string, string>>) => {
    const fields: Readonly<Record<string, string>> = { ...typed, ...given }
    return parseSignOn({ of: (field) => fields[field] ?? '', all: () => [] }, { persons: false })
  }
  expect(parse({})).toMatchObject({ ok: true })
  for (const field of ['name', 'local_name', 'contact'])
    for (const words of ['Press https://evil.example', 'Press www.evil.example', 'Write to us@evil.example'])
      expect(parse({ [field]: words })).toEqual({ ok: false, error: [{ field, kind: 'wrong' }] })
})
