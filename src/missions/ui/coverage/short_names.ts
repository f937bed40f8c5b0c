/** Names beside rows of a picture, where there is little room: the table beside it says them whole. */

const MOST = 26

/**
 * Missions of one government are called alike: "Embassy of Borealia in Ankara". What all names begin or end with says
 * nothing here and is left out, word by word; what is still too long is cut at its end. In the order given.
 */
export const shortNames = (names: readonly string[]): readonly string[] => {
  if (new Set(names).size < 2) return names.map((name) => cut(name))
  const split = names.map((name) => name.split(' '))
  const most = Math.min(...split.map(({ length }) => length)) - 1
  const before = alike(split, most)
  const after = alike(
    split.map((words) => words.toReversed()),
    most - before,
  )
  return split.map((words) => cut(words.slice(before, words.length - after).join(' ')))
}

export const cut = (name: string, most = MOST): string =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name

const alike = (split: readonly (readonly string[])[], most: number): number => {
  let words = 0
  while (words < most && split.every((one) => one[words] === split[0]?.[words])) words += 1
  return words
}
