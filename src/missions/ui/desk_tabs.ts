/** The pages of the desk under Missions, in the order of their tabs: a new one adds its line here. */
import type { MessageKey } from '#languages/translate.ts'

type DeskTab = { readonly href: string; readonly label: MessageKey }

export const deskTabs: readonly DeskTab[] = [
  { href: '/desk/missions', label: 'engagements.tab.overview' },
  { href: '/desk/missions/public', label: 'missions.desk.tab' },
  { href: '/desk/missions/reports', label: 'mission_reports.title' },
]
