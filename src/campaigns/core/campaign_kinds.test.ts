import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

import { campaignOf } from '../../../tests/support/campaigns.ts'
import { problemsOf } from '../../releases/core/kind.ts'
import { campaignKinds } from './campaign_kinds.ts'

const pages = fileURLToPath(new URL('../../routes/(public)/[[lang=lang]]/campaigns/', import.meta.url))
const [campaign] = campaignKinds(() => Promise.reject(new Error('a campaign asks nothing')))

test('no campaign takes the address of a page of the site', () => {
  const own = globSync('*', { cwd: pages }).filter((name) => /^[a-z0-9-]+$/.test(name))
  expect(own).not.toEqual([])
  for (const slug of own)
    expect(problemsOf(campaign!, campaignOf({ slug }), []), slug).toEqual([
      { at: 'slug', code: 'slug_taken' },
    ])
  expect(problemsOf(campaign!, campaignOf(), [])).toEqual([])
})
