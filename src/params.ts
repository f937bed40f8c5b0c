/** What may stand for a parameter in an address. */
import { defineParams } from '@sveltejs/kit/params'
import { osdiKinds } from '#campaigns/core/osdi.ts'
import { isLanguagePrefix } from '#languages/address.ts'

export const params = defineParams({
  lang: (text) => (isLanguagePrefix(text) ? text : undefined),
  osdi: (text) => osdiKinds.find((kind) => kind === text),
})
