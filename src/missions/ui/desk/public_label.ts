/** The name of a field of a document of missions, by its path: rows and languages are left out of it. */
import type { Translate } from '#languages/translate.ts'

export const fieldLabel = (t: Translate, path: string): string => {
  const named = path.split('.').filter((part) => !/^\d+$/.test(part))
  return t.find(`missions.field.${named.join('_')}`) ?? named.join(' · ')
}
