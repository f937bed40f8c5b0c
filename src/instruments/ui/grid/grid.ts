/** A grid of members that is filled by single keys: what a key does, where it leads, and how a step is taken back. Pure. */

export type GridSeat = {
  readonly id: string
  readonly name: string
  readonly group: string | null
  readonly groupName?: string
}

/** `key` is one letter or digit, and sets this option. */
export type GridOption = { readonly code: string; readonly label: string; readonly key: string }

export type Pressed = {
  readonly key: string
  /** The place of the key: on keyboards of other scripts Y stands where KeyY does. */
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

export type GridAct =
  | { readonly kind: 'mark'; readonly code: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'go'; readonly to: number }
  /** To the next that has no mark. */
  | { readonly kind: 'next_open' }
  | { readonly kind: 'jump' }
  | { readonly kind: 'undo' }

type Board = {
  readonly options: readonly GridOption[]
  readonly at: number
  readonly length: number
  readonly rightToLeft: boolean
}

const PAGE = 10

/** Null: the key is not one of the grid, and is left to the page. */
export const actOfKey = (pressed: Pressed, board: Board): GridAct | null => {
  if (pressed.ctrlKey || pressed.metaKey)
    return pressed.key.toLowerCase() === 'z' || pressed.code === 'KeyZ' ? { kind: 'undo' } : null
  if (pressed.altKey) return null
  const option = board.options.find(({ key }) => isKey(pressed, key))
  if (option) return { kind: 'mark', code: option.code }
  if (pressed.key === '/' || pressed.code === 'Slash') return { kind: 'jump' }
  if (pressed.key === '.' || pressed.code === 'Period') return { kind: 'next_open' }
  if (pressed.key === 'Backspace') return { kind: 'undo' }
  if (pressed.key === 'Delete') return { kind: 'clear' }
  const to = placeOfKey(pressed.key, board)
  return to === null ? null : { kind: 'go', to }
}

const isKey = ({ key, code }: Pressed, wanted: string): boolean =>
  key.toLowerCase() === wanted || (!/^[ -~]$/.test(key) && code === `Key${wanted.toUpperCase()}`)

const placeOfKey = (key: string, { at, length, rightToLeft }: Board): number | null => {
  const last = Math.max(0, length - 1)
  const within = (to: number): number => Math.min(last, Math.max(0, to))
  switch (key) {
    case 'ArrowDown':
      return within(at + 1)
    case 'ArrowUp':
      return within(at - 1)
    case 'ArrowRight':
      return within(at + (rightToLeft ? -1 : 1))
    case 'ArrowLeft':
      return within(at + (rightToLeft ? 1 : -1))
    case 'PageDown':
      return within(at + PAGE)
    case 'PageUp':
      return within(at - PAGE)
    case 'Home':
      return 0
    case 'End':
      return last
  }
  return null
}

export type Marks = ReadonlyMap<string, string>
/** A mark to set; null takes it away. */
export type Change = readonly [member: string, code: string | null]
/** What a step changed, with what was there before, so that it can be taken back. */
export type Step = { readonly at: number; readonly before: readonly Change[] }

/** Only what it changes: setting a mark again changes nothing. */
export const stepOf = (marks: Marks, at: number, changes: readonly Change[]): Step | null => {
  const before = changes
    .filter(([member, code]) => (marks.get(member) ?? null) !== code)
    .map(([member]): Change => [member, marks.get(member) ?? null])
  return before.length === 0 ? null : { at, before }
}

export const nextOpen = (seats: readonly GridSeat[], marks: Marks, at: number): number => {
  const open = (place: number): boolean => {
    const seat = seats[place]
    return seat !== undefined && !marks.has(seat.id)
  }
  for (let step = 1; step <= seats.length; step++) {
    const place = (at + step) % seats.length
    if (open(place)) return place
  }
  return at
}

/** The first whose name begins so, else the first of whose words one does; null: nobody. */
export const placeOfName = (seats: readonly GridSeat[], typed: string, lang: string): number | null => {
  const wanted = plain(typed, lang)
  if (wanted === '') return null
  const begins = seats.findIndex(({ name }) => plain(name, lang).startsWith(wanted))
  if (begins >= 0) return begins
  const inside = seats.findIndex(({ name }) => plain(name, lang).includes(` ${wanted}`))
  return inside < 0 ? null : inside
}

/** Without accents and marks of vowels, in small letters. */
const plain = (name: string, lang: string): string =>
  name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[’‘]/g, "'").toLocaleLowerCase(lang).trim()

/** Of each option how many, and how many have no mark. */
export const countsOf = (
  seats: readonly GridSeat[],
  options: readonly GridOption[],
  marks: Marks,
): { readonly byCode: ReadonlyMap<string, number>; readonly open: number } => {
  const byCode = new Map(options.map(({ code }) => [code, 0]))
  let open = 0
  for (const { id } of seats) {
    const code = marks.get(id)
    if (code === undefined) open += 1
    else byCode.set(code, (byCode.get(code) ?? 0) + 1)
  }
  return { byCode, open }
}

/** What fills everybody who has no mark yet. */
export const fillOpen = (seats: readonly GridSeat[], marks: Marks, code: string): readonly Change[] =>
  seats.filter(({ id }) => !marks.has(id)).map(({ id }): Change => [id, code])

export type GridGroup = { readonly id: string; readonly name: string; readonly seats: readonly GridSeat[] }

/** By group in the order in which groups first appear; members keep theirs. */
export const groupedSeats = (seats: readonly GridSeat[]): readonly GridGroup[] =>
  [...Map.groupBy(seats, ({ group }) => group ?? '')].map(([id, own]) => ({
    id,
    name: own[0]?.groupName ?? id,
    seats: own,
  }))
