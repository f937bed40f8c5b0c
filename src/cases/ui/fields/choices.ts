/** The choices of a control: terms, countries, languages, entries of the case, members, other cases. */
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { titleIn } from '#instruments/core/released_instrument.ts'
import { citationKey } from '#kernel/core/citation.ts'
import { countryName } from '#languages/formats.ts'
import { languages, type Translate } from '#languages/translate.ts'
import type { Choice } from '#platform/ui/field.ts'
import type { Control } from '../forms/field.ts'
import { entryTitle, headName, join, kindLabel, languageLabel, termLabel } from '../words.ts'
import type { World } from '../world.ts'

/** Languages people gave consent or are reached in; any other is written as its code in a note. */
const spoken = [
  ...languages,
  ...(
    'fr es ru pt zh fa tr ku ur hi bn my th vi id sw am ti so ha ps uz kk ky tg az hy ka uk be de it pl ' +
    'ht qu ay gn lo km ne si ta te bo ug mn ko ja he'
  ).split(' '),
]

const sorted = (choices: readonly Choice[], lang: string): readonly Choice[] => {
  const order = new Intl.Collator(lang)
  return choices.toSorted((a, b) => order.compare(a.label, b.label))
}

const once = (make: (t: Translate) => readonly Choice[]) => {
  const made = new Map<string, readonly Choice[]>()
  return (t: Translate): readonly Choice[] => {
    const known = made.get(t.lang) ?? make(t)
    made.set(t.lang, known)
    return known
  }
}

export const countryChoices = once((t) =>
  sorted(
    countryCodes.map((code) => ({ value: code, label: countryName(code, t.lang) })),
    t.lang,
  ),
)

const languageChoices = once((t) =>
  sorted(
    [...new Set(spoken)].map((code) => ({ value: code, label: languageLabel(t, code) })),
    t.lang,
  ),
)

export const choicesOf = (t: Translate, control: Control, world: World): readonly Choice[] => {
  switch (control.kind) {
    case 'term':
    case 'terms':
      return control.codes.map((code) => ({ value: code, label: termLabel(t, control.labels, code) }))
    case 'country':
    case 'countries':
      return countryChoices(t)
    case 'language':
    case 'languages':
      return languageChoices(t)
    case 'entry':
    case 'entries':
      return world.entries.flatMap((entry): readonly Choice[] => {
        const fits =
          control.of === null
            ? entry.corrects === null
            : (control.of as readonly string[]).includes(entry.kind)
        const label = `${kindLabel(t, entry.kind)} ${entry.seq}: ${entryTitle(t, entry, world)}`
        return fits ? [{ value: entry.id, label }] : []
      })
    case 'citations':
      return world.norms.flatMap((text) =>
        text.provisions.map(({ id, number, text: first, gone }) => ({
          value: citationKey({ instrument: text.slug, provision: id }),
          label: join(number, titleIn(text, t.lang).words),
          hint: first,
          disabled: gone,
        })),
      )
    case 'member':
      return world.members.map((member) => ({ value: member.account, label: member.name }))
    case 'case':
      return world.cases.map((line) => ({ value: line.case, label: headName(t, line.head) }))
    default:
      return []
  }
}
