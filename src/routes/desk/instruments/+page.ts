/** The item of the navigation leads to the first tab. */
import { redirect } from '@sveltejs/kit'
import { deskTabs } from '#instruments/ui/desk_tabs.ts'

export const load = () => redirect(307, deskTabs[0]!.href)
