/** What the printed sheet of an ask says, in a reader's language. Pure. */
import type { AskView } from '#campaigns/core/ask_view.ts'
import { type LetterWords, namedTargets, saidIn } from '#campaigns/core/letter.ts'
import type { LetterSheet } from '#campaigns/core/letter_sheet.ts'
import { countryName, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { doKeys, dontKeys } from './guidance.ts'
import { momentWords, said, signHere, tongues } from './public_words.ts'

type Asked = {
  readonly letter: LetterWords | null
  readonly to: { readonly lines: readonly string[] } | null
}

/** A label of its own line ends without a colon on paper. */
export const sheetOf = (t: Translate, view: AskView, { letter, to }: Asked): LetterSheet => {
  const { ask } = view
  const inWords = (words: Readonly<Record<string, string>>): string => said(t, words, ask.lang).words
  return {
    lang: t.lang,
    kind: [t(`campaigns.form.${ask.form}`), ...(ask.reference === null ? [] : [ask.reference])].join(' · '),
    title: inWords(ask.title),
    notFor: notForWords(t, view),
    until: t('campaigns.until', { moment: momentWords(t, ask.to, ask.zone) }),
    request: { head: t('campaigns.request'), items: [ask.request, ...ask.demands].map(inWords) },
    to: {
      head: t('campaigns.ua.targets'),
      each: namedTargets(ask.targets).map((target) => [
        ...(target.name === null ? [] : [target.name]),
        inWords(target.office),
        ...(target.post ?? '').split('\n').filter((line) => line.trim() !== ''),
        ...(target.country === null ? [] : [countryName(target.country, t.lang)]),
        ...[target.mail, target.phone, target.link].flatMap((way) => way ?? []),
        ...(target.salutation === null
          ? []
          : [
              `${t('campaigns.target.salutation')}: ${saidIn(target.salutation, { wanted: t.lang, written: ask.lang }).words}`,
            ]),
      ]),
    },
    mind: {
      head: t('campaigns.sheet.title'),
      lists: [
        {
          head: '',
          items: [
            ...doKeys.map((key) => t(`campaigns.do.${key}`)),
            ...(ask.writeIn.length > 0
              ? [t('campaigns.ua.writeIn', { languages: tongues(t, ask.writeIn) })]
              : []),
            ...(ask.ownLanguage ? [t('campaigns.ua.ownLanguage')] : []),
          ],
        },
        {
          head: t('campaigns.dont'),
          items: [
            ...dontKeys.map((key) => t(`campaigns.dont.${key}`)),
            ...(ask.mayNameUs ? [] : [t('campaigns.dont.nameUs')]),
          ],
        },
      ],
    },
    qr: { words: t('campaigns.sheet.qr'), address: view.address },
    letter: letter && { ...letter, to: to?.lines ?? [], sign: signHere(letter.lang) },
    own: t('campaigns.sheet.own'),
  }
}

const notForWords = (t: Translate, { ask }: AskView): readonly string[] => {
  const { countries, words } = ask.notFor
  const names = formatList(
    countries.map((one) => countryName(one, t.lang)),
    t.lang,
  )
  const whom =
    countries.length > 0
      ? t('campaigns.notFor.countries', { countries: names })
      : t('campaigns.notFor.anywhere')
  return [
    [t('campaigns.notFor'), whom, t('campaigns.notFor.why')].join(' '),
    ...(words === null ? [] : [said(t, words, ask.lang).words]),
  ]
}
