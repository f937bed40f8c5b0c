/** The pages of the desk under Texts, in the order of their tabs: a new one adds its line here. */
import type { DeskTab } from '#platform/ui/desk_tab.ts'

export const deskTabs: readonly DeskTab[] = [
  { href: '/desk/instruments/text', label: 'releases.instrument.title' },
  { href: '/desk/instruments/amendments', label: 'releases.amendment.title' },
  { href: '/desk/instruments/votes', label: 'releases.vote.title' },
  { href: '/desk/instruments/positions', label: 'positions.title' },
  { href: '/desk/instruments/bodies', label: 'releases.body.title' },
  { href: '/desk/instruments/deadlines', label: 'releases.deadline.title' },
]
