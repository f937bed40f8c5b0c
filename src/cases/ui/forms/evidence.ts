/** Forms of evidence: what a member says of a file, and what was done with it. */
import { custodyActs, evidenceTypes } from '#cases/core/terms.ts'
import {
  coded,
  date,
  type EntryForm,
  entriesOf,
  entryOf,
  integer,
  lines,
  long,
  oneLine,
  oneTerm,
  sealed,
} from './field.ts'

const hash = { kind: 'hash' } as const

/** The most that a number in an entry holds. */
const MOST = Number.MAX_SAFE_INTEGER

export const evidenceForm: EntryForm = {
  kind: 'evidence',
  fields: [
    sealed('title', 'title', oneLine, { hint: 'evidenceTitle' }),
    coded('type', 'evidenceType', oneTerm('cases_status.evidenceType', evidenceTypes), { required: true }),
    sealed('received', 'received', date),
    sealed('receivedFrom', 'receivedFrom', oneLine),
    sealed('receivedHow', 'receivedHow', long, { hint: 'receivedHow' }),
    sealed('note', 'note', long, { more: true }),
    sealed('sources', 'sources', entriesOf('source'), { more: true }),
    coded('about', 'about', { kind: 'entry', of: null }, { more: true }),
  ],
  told: [
    sealed('name', 'fileName', oneLine),
    sealed('mediaType', 'mediaType', oneLine),
    sealed('size', 'fileSize', integer(0, MOST)),
    sealed('hash', 'fileHash', hash),
    coded('copyOf', 'evidenceCopyOf', entryOf('evidence')),
    sealed('removed', 'removedMetadata', lines),
    coded('file', 'evidenceFile', oneLine),
    coded('size', 'evidenceCipherSize', integer(1, MOST)),
    coded('cipher', 'evidenceCipher', hash),
  ],
}

export const custodyForm: EntryForm = {
  kind: 'custody',
  fields: [
    coded('of', 'custodyOf', entryOf('evidence'), { required: true }),
    coded('act', 'custodyAct', oneTerm('cases_status.custodyAct', custodyActs), { required: true }),
    sealed('to', 'custodyTo', oneLine),
    sealed('date', 'date', date),
    sealed('note', 'note', long),
  ],
}
