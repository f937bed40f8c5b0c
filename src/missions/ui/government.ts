/** What a government is called: a State, the European Union, or one of the three invented ones, which say that they are. */
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const governmentName = (code: string, t: Translate): string =>
  t.find(`missions.government.${code}`) ?? countryName(code, t.lang)
