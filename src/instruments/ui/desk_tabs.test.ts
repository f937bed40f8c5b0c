import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { deskTabs } from './desk_tabs.ts'

test('every page of the desk under Texts has a tab, and every tab its page', () => {
  const routes = fileURLToPath(new URL('../../routes/', import.meta.url))
  const pages = globSync('desk/instruments/*/+page.svelte', { cwd: routes })
  const found = pages.map((path) => `/${path.replace('/+page.svelte', '')}`)
  expect(deskTabs.map(({ href }) => href).toSorted()).toEqual(found.toSorted())
})
