/** What a form says of its draft, and what it does when the device could not keep it. */
import { expect, test } from 'vitest'

import { Draft } from '#platform/ui/draft.svelte.ts'

test('a draft that the device could not keep is not called kept, and is tried again when the page is left', async () => {
  const asked: unknown[] = []
  let can = false
  const draft = new Draft<{ text: string }>(
    {
      saveDraft: async ({ value }) => (asked.push(value), can ? true : null),
      loadDraft: async () => null,
      deleteDraft: async () => undefined,
    },
    'a form',
  )
  draft.keep({ text: 'first' })
  await draft.flush()
  expect(draft.saved).toBe(false)
  can = true
  await draft.flush()
  expect(draft.saved).toBe(true)
  expect(asked).toEqual([{ text: 'first' }, { text: 'first' }])
  await draft.flush()
  expect(asked).toHaveLength(2)
})
