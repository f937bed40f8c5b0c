/** The pages of the desk under Campaigns, in the order of their tabs: a new one adds its line here. */
import type { DeskTab } from '#platform/ui/desk_tab.ts'

export const deskTabs: readonly DeskTab[] = [
  { href: '/desk/campaigns', label: 'campaigns_desk.tab.all' },
  { href: '/desk/campaigns/asks', label: 'releases.ask.title' },
  { href: '/desk/campaigns/targets', label: 'lobbying.title' },
  { href: '/desk/campaigns/outcomes', label: 'releases.outcome.title' },
  { href: '/desk/campaigns/letters', label: 'sign_on.desk.title' },
  { href: '/desk/campaigns/counts', label: 'campaign_counts.title' },
  { href: '/desk/campaigns/supporters', label: 'supporters.title' },
  { href: '/desk/campaigns/messages', label: 'messages.title' },
  { href: '/desk/campaigns/taking-part', label: 'taking_part.title' },
]
