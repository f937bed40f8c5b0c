/** The short way of a signature: no page is rendered for it. What is not plainly right, the page beside it answers. */
import { languageOfPath, pathInLanguage } from '#languages/address.ts'
import type { LeanForm } from '#platform/server/lean_form.ts'
import type { Signing } from './signing.service.ts'

const address = /^(?:\/[a-z]{2,3})?\/campaigns\/([a-z0-9-]{1,80})\/([a-z0-9-]{1,80})\/sign$/

export const signForm = (signing: Signing): LeanForm => ({
  template: '/(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/sign',
  matches: (path) => address.test(path),
  answer: async ({ path, body }) => {
    const [, campaign = '', ask = ''] = address.exec(path) ?? []
    const language = languageOfPath(path)
    const form = new URLSearchParams(body)
    const done = await signing.sign({ campaign, ask, language, read: (name) => form.getAll(name) })
    return done.kind === 'thanks' ? pathInLanguage('/campaigns/thanks', language) : null
  },
})
