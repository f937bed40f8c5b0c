/** Order of code units, the same on every device: of ids, days and signs, never of words that a person reads in order. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
