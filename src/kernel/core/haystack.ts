/**
 * Many folded texts as one, to be searched at every key: ten thousand calls took longer than a frame, a few over one
 * long text take a tenth of it.
 */

export type Haystack = {
  readonly text: string
  /** Where each text begins, and behind the last one where the whole ends. */
  readonly starts: readonly number[]
}

/** Of texts as `foldText` gives them: no line end is in them. */
export const haystackOf = (texts: readonly string[]): Haystack => {
  const starts = [0]
  let at = 0
  for (const text of texts) starts.push((at += text.length + 1))
  return { text: `${texts.join('\n')}\n`, starts }
}

/** The places of the texts that hold, for each word, one of its forms: as `textMatcher` asks it of one text. */
export const searchHaystack = (
  haystack: Haystack,
  words: readonly (readonly string[])[],
): ReadonlySet<number> => {
  let left: ReadonlySet<number> | null = null
  for (const forms of words) {
    const holding: ReadonlySet<number> = new Set(forms.flatMap((form) => placesOf(haystack, form)))
    left = left === null ? holding : left.intersection(holding)
  }
  return left ?? new Set(haystack.starts.slice(1).keys())
}

const placesOf = ({ text, starts }: Haystack, form: string): readonly number[] => {
  const places: number[] = []
  let place = 0
  let at = text.indexOf(form)
  while (at !== -1) {
    while ((starts[place + 1] ?? text.length) <= at) place += 1
    places.push(place)
    at = text.indexOf(form, starts[place + 1] ?? text.length)
  }
  return places
}
