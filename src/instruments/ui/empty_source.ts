/** A source of a document before anything is written of it. */
export const emptySource = { publisher: '', title: '', address: null, checkedOn: null }
