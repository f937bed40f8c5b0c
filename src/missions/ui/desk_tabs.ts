/** The pages of the desk under Missions, in the order of their tabs: a new one adds its line here. */
import type { DeskTab } from '#platform/ui/desk_tab.ts'

export const deskTabs: readonly DeskTab[] = [
  { href: '/desk/missions', label: 'engagements.tab.overview' },
  { href: '/desk/missions/log', label: 'engagements.tab.log' },
  { href: '/desk/missions/engagements', label: 'engagements.tab.list' },
  { href: '/desk/missions/networks', label: 'engagements.tab.networks' },
  { href: '/desk/missions/tools', label: 'engagements.tab.tools' },
  { href: '/desk/missions/calendar', label: 'mission_calendar.tab' },
  { href: '/desk/missions/programmes', label: 'programmes.title' },
  { href: '/desk/missions/coverage', label: 'coverage.tab.coverage' },
  { href: '/desk/missions/officers', label: 'coverage.tab.officers' },
  { href: '/desk/missions/setup', label: 'coverage.tab.setup' },
  { href: '/desk/missions/public', label: 'missions.desk.tab' },
  { href: '/desk/missions/bundles', label: 'bundles.tab' },
  { href: '/desk/missions/reports', label: 'mission_reports.title' },
]
