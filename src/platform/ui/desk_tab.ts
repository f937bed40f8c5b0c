/** One page of a part of the desk, as its tab leads there. */
import type { MessageKey } from '#languages/translate.ts'

export type DeskTab = { readonly href: string; readonly label: MessageKey }
