/** How to write so that it helps, in the order in which a letter is written; the words are messages. */
export const doKeys = ['short', 'polite', 'asked', 'facts', 'voice', 'law', 'date', 'answer'] as const
export const dontKeys = ['judge', 'insult', 'add', 'contact', 'many'] as const
