/** What was done on a supporter's own page; the words are `supporters.yours.done.<kind>`. */
export type OwnDone = 'erased' | 'tookBack' | 'replaced' | 'unfollowed' | 'asked'

/** Days within which a request to see is answered. */
export const ANSWER_DAYS = 30

/** Left of them; below nothing it is late. */
export const daysLeft = (askedOn: string, today: string): number =>
  ANSWER_DAYS - Math.round((Date.parse(today) - Date.parse(askedOn)) / 86_400_000)
