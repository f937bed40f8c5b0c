/** Logos beside names: how large they are, and when a page shows them. */

/** Pixels. A page shows them at half, so that they are sharp. */
export const LOGO_WIDTH = 160
export const LOGO_HEIGHT = 64
export const LOGO_BYTES = 12_288

/** Bytes of all logos of a letter together: whoever reads on a slow line pays for each. */
const PAGE_BYTES = 400_000
/** What one page of type takes in, `typeset.ts`. */
const PAPER_BYTES = 1_000_000

/** Where the logo of a signatory is, and how large. */
export type Logo = { readonly id: string; readonly width: number; readonly height: number }
export type KeptLogo = Logo & { readonly bytes: number }

/** All of them or none: who is left out would ask why. */
export const logosFit = (logos: readonly (KeptLogo | null)[], on: 'page' | 'paper'): boolean =>
  logos.reduce((sum, one) => sum + (one?.bytes ?? 0), 0) <= (on === 'page' ? PAGE_BYTES : PAPER_BYTES)
