/** Forms of the case itself and of whom it is about. */
import { holderKinds, nameKinds } from '#cases/core/terms.ts'
import { closingReasons } from '#kernel/core/vocabulary/casework.ts'
import {
  codedGender,
  codedSector,
  genderCodes,
  type GenderCode,
  sectorCodes,
  type SectorCode,
} from '#kernel/core/vocabulary/people.ts'
import {
  coded,
  country,
  date,
  type EntryForm,
  flag,
  type FormValues,
  group,
  integer,
  language,
  lines,
  long,
  manyTerms,
  oneLine,
  oneTerm,
  region,
  sealed,
  split,
} from './field.ts'

export const openedForm: EntryForm = {
  kind: 'opened',
  fields: [
    coded('dark', 'dark', flag, { hint: 'dark' }),
    coded('country', 'country', country),
    sealed('reference', 'reference', oneLine),
    sealed('tags', 'tags', lines, { more: true }),
    sealed('reason', 'openingReason', long, { more: true }),
    coded('synthetic', 'synthetic', flag, { hint: 'synthetic', more: true }),
  ],
}

const isMany = (values: FormValues) => values.holder !== 'person'

export const names = group(
  [
    sealed('text', 'name', oneLine, { required: true }),
    sealed('kind', 'nameKind', oneTerm('cases_status.nameKind', nameKinds), {
      required: true,
      preset: 'full',
    }),
    sealed('lang', 'nameLanguage', language),
    // Known from imports; kept as it is.
    sealed('script', 'nameScript', oneLine, { shown: () => false }),
  ],
  30,
)

export const identityForm: EntryForm = {
  kind: 'identity',
  fields: [
    coded('holder', 'holder', oneTerm('cases_status.holderKind', holderKinds), {
      required: true,
      preset: 'person',
    }),
    sealed('names', 'names', names, { hint: 'names' }),
    coded('country', 'country', country),
    coded('region', 'region', region, { hint: 'region' }),
    split('sectors', 'sectors', manyTerms('sector', sectorCodes), {
      hint: 'sensitive',
      coarse: (code) => codedSector(code as SectorCode),
    }),
    split('gender', 'gender', oneTerm('gender', genderCodes), {
      hint: 'gender',
      coarse: (code) => codedGender(code as GenderCode),
      shown: (values) => !isMany(values),
    }),
    coded('womensDefender', 'womensDefender', flag),
    coded('minor', 'minor', flag, { shown: (values) => !isMany(values) }),
    coded('size.min', 'sizeMin', integer(1, 1_000_000), { shown: isMany }),
    coded('size.max', 'sizeMax', integer(1, 1_000_000), { shown: isMany }),
    sealed('occupation', 'occupation', oneLine),
    sealed('work', 'work', long),
    sealed('place', 'place', oneLine),
    sealed('reference', 'reference', oneLine),
    sealed('born', 'born', date, { more: true }),
    sealed('died', 'died', date, { more: true }),
    sealed('birthplace', 'birthplace', oneLine, { more: true }),
    sealed('nationalities', 'nationalities', { kind: 'countries' }, { more: true }),
    sealed('employer', 'employer', oneLine, { more: true }),
    sealed('pronouns', 'pronouns', oneLine, { more: true }),
    sealed(
      'identifiers',
      'identifiers',
      group(
        [
          sealed('type', 'identifierType', oneLine, { required: true }),
          sealed('value', 'identifierValue', oneLine, { required: true }),
        ],
        10,
      ),
      { more: true },
    ),
    sealed('members', 'members', lines, { more: true, shown: isMany }),
    sealed('appearance', 'appearance', long, { more: true }),
    sealed('health', 'health', long, { more: true }),
    sealed('belief', 'belief', long, { more: true }),
    sealed('family', 'family', long, { more: true }),
    sealed('tags', 'tags', lines, { more: true }),
    sealed('note', 'note', long, { more: true }),
  ],
}

export const closedForm: EntryForm = {
  kind: 'closed',
  fields: [
    coded('reason', 'reason', oneTerm('closingReason', closingReasons), { required: true }),
    sealed('text', 'text', long),
  ],
}
