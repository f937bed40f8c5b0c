/** How grave a status looks: shape and colour beside its word. */
export type StatusTone = 'grave' | 'open' | 'calm' | 'unclear'

const tones: Readonly<Record<string, Readonly<Record<string, StatusTone>>>> = {
  custody: {
    held: 'grave',
    disappeared: 'grave',
    abducted: 'grave',
    deceased: 'grave',
    house_arrest: 'open',
    at_large: 'open',
    exiled: 'open',
    released: 'calm',
    free: 'calm',
    never_held: 'calm',
  },
  proceedings: { final: 'grave', convicted_not_final: 'grave', open: 'open', ended: 'calm', none: 'calm' },
  safety: {
    deceased: 'grave',
    reported_dead: 'grave',
    disappeared: 'grave',
    at_risk: 'open',
    none_reported: 'calm',
  },
  accountability: {
    none_known: 'grave',
    closed_without_result: 'grave',
    investigation: 'open',
    suspects_arrested: 'open',
    partial: 'open',
    full: 'calm',
    not_defined: 'calm',
  },
}

/** Unclear for what is unknown or ambiguous. */
export const toneOf = (
  axis: 'custody' | 'proceedings' | 'safety' | 'accountability',
  status: string,
): StatusTone => tones[axis]?.[status] ?? 'unclear'

/** An end by death is no calm one. */
export const proceedingTone = (status: string, leading: string | null | undefined): StatusTone =>
  leading === 'ended_by_death' ? 'grave' : toneOf('proceedings', status)
