/** One id in 64 begins with a dash, and would be read as an option: it is put behind `--`, where nothing is. */
export const idsBehindOptions = (words: readonly string[]): readonly string[] => {
  const isId = (word: string, at: number): boolean => ID.test(word) && !(words[at - 1] ?? '').startsWith('--')
  if (words.includes('--') || !words.some(isId)) return words
  return [...words.filter((word, at) => !isId(word, at)), '--', ...words.filter(isId)]
}

/** After an option it is that option's. */
const ID = /^-[\w-]{21}$/
