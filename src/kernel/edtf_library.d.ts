/** The one function that tests ask of the npm package, which ships no types. */
declare module 'edtf' {
  export const parse: (text: string) => unknown
}
