/** A letter with its signatories, for the page and as PDF. */
import { type KeptLogo, logosFit } from '#campaigns/core/logo.ts'
import { groupNames, type NameGroup, type SignedName } from '#campaigns/core/signed_letter.ts'
import { namedTargets, paragraphsOf, saidIn } from '#campaigns/core/letter.ts'
import { pathInLanguage } from '#languages/address.ts'
import { countryName, formatDay } from '#languages/formats.ts'
import { direction, isLanguage, translator } from '#languages/translate.ts'
import type { typeset } from '#platform/server/typeset.ts'
import type { OpenAsk } from './campaigns.service.ts'
import type { SignOn } from './sign_on.service.ts'
import type { OpenCounts, OpenSignatory } from './sign_on.store.ts'

export type SignedLetter = {
  /** Of the letter's words; those around it are `t`'s. */
  readonly lang: string
  readonly title: string
  readonly to: readonly string[]
  readonly paragraphs: readonly string[]
  /** ISO day: of the freeze, or the day until which it is open. */
  readonly on: string
  readonly counts: OpenCounts
  readonly main: readonly NameGroup[]
  readonly late: readonly NameGroup[]
  readonly sha256: string | null
  /** There are logos, and they are too heavy for it. */
  readonly withoutLogos: boolean
  readonly languages: readonly string[]
  readonly address: string
}

export const signedLetterOf = async (
  signOn: Pick<SignOn, 'listsOf'>,
  ask: OpenAsk,
  given: { readonly lang: string; readonly origin: string; readonly on: 'page' | 'paper' },
): Promise<SignedLetter> => {
  const { body } = ask
  const languages = Object.keys(body.letter ?? {})
  const lang = languages.includes(given.lang) ? given.lang : body.lang
  const lists = await signOn.listsOf(ask)
  const fit = logosFit([...lists.logos.values()], given.on)
  const nameOf = nameWith(fit ? lists.logos : new Map<string, KeptLogo>())
  const spoken = isLanguage(given.lang) ? given.lang : 'en'
  const named = { lang: spoken, countryName: (code: string) => countryName(code, spoken) }
  return {
    lang,
    title: body.title[lang] ?? body.title[body.lang] ?? '',
    to: namedTargets(body.targets).map(
      ({ name, office }) => name ?? saidIn(office, { wanted: lang, written: body.lang }).words,
    ),
    paragraphs: paragraphsOf(body.letter?.[lang]),
    on: lists.frozen ? lists.frozen.frozenAt.toISOString().slice(0, 10) : body.to.day,
    counts: lists.counts,
    main: groupNames(lists.main.map(nameOf), named),
    late: groupNames(lists.late.map(nameOf), named),
    sha256: lists.frozen?.sha256 ?? null,
    withoutLogos: !fit,
    languages,
    address: given.origin + pathInLanguage(`/campaigns/${body.campaign}/${body.slug}/letter`, spoken),
  }
}

const nameWith =
  (logos: ReadonlyMap<string, KeptLogo>) =>
  (one: OpenSignatory): SignedName => ({
    kind: one.kind,
    name: one.name,
    localName: one.localName,
    localLanguage: one.localLanguage,
    country: one.country,
    withdrewOn: one.withdrewOn,
    logo: logos.get(one.id) ?? null,
  })

/** Each name knows its direction and language: one in Arabic letters stands in an English letter as it is written. */
const template = `
#set document(title: data.title)
#set par(justify: false)
#let side = if data.rtl { right } else { left }
#let named(one) = block(width: 100%, spacing: 0.75em, breakable: false, align(side)[
  #if one.logo != none [#image(bytes(one.logo.codepoints().map(sign => str.to-unicode(sign) - 256)), format: "png", height: 7mm, alt: one.words)#v(-0.4em)]
  #set par(hanging-indent: 1em)
  #set text(dir: if one.rtl { rtl } else { ltr })
  #if one.withdrew == none { one.words } else { strike(one.words) }
  #if one.local != none [#linebreak()#text(size: 8pt, fill: luma(35%), dir: if one.localRtl { rtl } else { ltr }, one.local)]
  #if one.withdrew != none [#linebreak()#text(size: 8pt, fill: luma(35%), one.withdrew)]
])
#let lists(groups) = columns(2, gutter: 8mm)[
  #set text(size: 9pt)
  #for group in groups [
    #if group.head != "" [#block(above: 1.2em, below: 0.7em, sticky: true, text(weight: "bold", size: 9pt, group.head))]
    #for one in group.names { named(one) }
  ]
]
#show heading: set text(size: 12pt, weight: "bold")
#show heading: set block(above: 1.6em, below: 0.9em)
#set page(footer: context [
  #set text(size: 7.5pt, fill: luma(35%))
  #grid(columns: (1fr, auto), gutter: 4mm,
    [#if data.sha256 != none [#data.hashWords #text(dir: ltr, data.sha256)]],
    [#counter(page).display("1 / 1", both: true)])
])

#text(size: 9.5pt, fill: luma(35%))[#data.on]
#block(above: 1.2em, below: 1.2em, text(size: 18pt, weight: "bold")[#data.title])
#for one in data.to [#block(spacing: 0.5em)[#one]]
#v(5mm)
#[
  #set text(lang: data.letterLang, size: 11pt)
  #set par(spacing: 1.4em)
  #for one in data.paragraphs [#par(one)]
]
#v(4mm)
#block(breakable: false)[
  = #data.signedBy
  #block(below: 1em, text(size: 9.5pt)[#data.countWords])
]
#lists(data.main)
#if data.late.len() > 0 [
  = #data.lateHead
  #block(below: 1em, text(size: 9.5pt)[#data.lateWords])
  #lists(data.late)
]
#v(1fr)
#text(size: 8pt, fill: luma(35%), dir: ltr)[#data.address]
`

export const signedLetterPdf = (
  set: typeof typeset,
  letter: SignedLetter,
  /** PNG by signatory. */
  pictures: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Uint8Array<ArrayBuffer>> => {
  const spoken = isLanguage(letter.lang) ? letter.lang : 'en'
  const t = translator(spoken)
  const groups = (all: readonly NameGroup[]) =>
    all.map(({ country, names }) => ({
      head: country === null ? (all.length > 1 ? t('sign_on.noCountry') : '') : countryName(country, spoken),
      names: names.map(({ name, localName, withdrewOn, logo }) => ({
        words: name,
        logo: logo && asSigns(pictures.get(logo.id)),
        rtl: isRtl(name),
        local: localName,
        localRtl: localName !== null && isRtl(localName),
        withdrew:
          withdrewOn === null ? null : t('sign_on.withdrewOn', { day: formatDay(withdrewOn, spoken) }),
      })),
    }))
  return set(template, {
    lang: spoken,
    letterLang: letter.lang,
    rtl: direction(spoken) === 'rtl',
    title: letter.title,
    to: letter.to,
    paragraphs: letter.paragraphs,
    on: letter.sha256 === null ? '' : formatDay(letter.on, spoken),
    signedBy: t('sign_on.signedBy'),
    countWords: countWords(letter.counts, spoken),
    main: groups(letter.main),
    late: groups(letter.late),
    lateHead: t('sign_on.late'),
    lateWords: t('sign_on.lateWords'),
    hashWords: t('sign_on.hash.short'),
    sha256: letter.sha256,
    address: letter.address,
  })
}

/** A sign of text for each byte, none of which JSON writes longer: data of a page are text (`typeset.ts`). */
const asSigns = (bytes: Uint8Array | undefined): string | null =>
  bytes ? Array.from(bytes, (byte) => String.fromCharCode(256 + byte)).join('') : null

/** Signatories whose logo is shown. */
export const logosIn = ({ main, late }: Pick<SignedLetter, 'main' | 'late'>): readonly string[] =>
  [...main, ...late].flatMap(({ names }) => names.flatMap(({ logo }) => logo?.id ?? []))

/** "158 organisations and 2 persons from 41 countries; 3 are not named." */
export const countWords = (counts: OpenCounts, lang: string): string => {
  const t = translator(lang)
  return [
    t('sign_on.count.organisations', { n: counts.organisations }),
    ...(counts.persons > 0 ? [t('sign_on.count.persons', { n: counts.persons })] : []),
    ...(counts.countries > 0 ? [t('sign_on.count.countries', { n: counts.countries })] : []),
    ...(counts.unlisted > 0 ? [t('sign_on.count.unlisted', { n: counts.unlisted })] : []),
  ].join(' · ')
}

const isRtl = (words: string): boolean => /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(words)
