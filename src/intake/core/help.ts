/** Facts of the help page: emergency funds and the channels of the United Nations, each with its source and with how
 *  well we know that it is still so. What they do is said in messages (`help.fund.<id>`, `help.channel.<id>`). */

/** open: seen described as open; changed: the source contradicts itself or says it moved; unknown: nobody has looked. */
export type Known = 'open' | 'changed' | 'unknown'

export type Fund = {
  readonly id: 'frontline' | 'protectdefenders' | 'relocation' | 'lifeline' | 'urgentaction' | 'emhrf'
  /** Proper names stay as they are in every language. */
  readonly name: string
  readonly link: string
  readonly known: Known
  /** The day on which the source itself was last reviewed; null where no day is known. */
  readonly checkedOn: string | null
  readonly source: string
}

export const funds: readonly Fund[] = [
  {
    id: 'frontline',
    name: 'Front Line Defenders: Protection Grants',
    link: 'https://www.frontlinedefenders.org/',
    known: 'open',
    checkedOn: '2025-01-04',
    source: 'pressprotect.ecpmf.eu',
  },
  {
    id: 'emhrf',
    name: 'EMHRF',
    link: 'https://emhrf.org/',
    known: 'open',
    checkedOn: null,
    source: 'emhrf.org/criteria',
  },
  {
    id: 'protectdefenders',
    name: 'ProtectDefenders.eu: emergency grants',
    link: 'https://protectdefenders.eu/',
    known: 'changed',
    checkedOn: null,
    source: 'protectdefenders.eu/protecting-defenders',
  },
  {
    id: 'relocation',
    name: 'ProtectDefenders.eu: temporary relocation',
    link: 'https://protectdefenders.eu/',
    known: 'changed',
    checkedOn: null,
    source: 'protectdefenders.eu/temporary-relocation-application',
  },
  {
    id: 'lifeline',
    name: 'Lifeline',
    link: 'https://www.csolifeline.org/',
    known: 'unknown',
    checkedOn: null,
    source: 'oef.org.ee',
  },
  {
    id: 'urgentaction',
    name: 'Urgent Action Fund',
    link: 'https://urgentactionfund.org/',
    known: 'unknown',
    checkedOn: null,
    source: '',
  },
]

export type Channel = {
  readonly id: 'urgentAppeal' | 'detention' | 'disappearance'
  readonly link: string
  readonly source: string
}

export const channels: readonly Channel[] = [
  {
    id: 'urgentAppeal',
    link: 'https://spsubmission.ohchr.org/',
    source: 'srdefenders.org/submit-information',
  },
  { id: 'detention', link: 'https://spsubmission.ohchr.org/', source: 'gicj.org; ohchr.org' },
  { id: 'disappearance', link: 'https://spsubmission.ohchr.org/', source: '' },
]

/** Shows the weather and nothing about its reader; leaving needs no script. */
export const NEUTRAL_SITE = 'https://www.yr.no/en'
