/**
 * Invented people for synthetic cases: given names and family names made of words for places and plants, put
 * together by chance, in the scripts of thirty countries. Each name with its reading in Latin letters.
 */
import type { Draws } from './draws.ts'

export type ExampleName = { readonly text: string; readonly lang: string; readonly script: string }

export type ExamplePerson = {
  readonly country: string
  readonly names: readonly ExampleName[]
  readonly pseudonym: string
  readonly town: string
}

/** A word and its reading. */
type Word = readonly [own: string, latin: string]
type Names = {
  readonly lang: string
  readonly script: string
  readonly countries: readonly string[]
  readonly given: readonly Word[]
  readonly family: readonly Word[]
  readonly towns: readonly Word[]
  /** The family name stands first. */
  readonly familyFirst?: true
}

const latin = (...words: readonly string[]): readonly Word[] => words.map((word) => [word, word])

const sets: readonly Names[] = [
  {
    lang: 'es',
    script: 'Latn',
    countries: ['CO', 'GT', 'HN', 'MX', 'NI', 'VE'],
    given: latin('Inés', 'Rufino', 'Alba', 'Teófilo', 'Marisol', 'Anselmo', 'Noemí', 'Ciro'),
    family: latin('Vallehondo', 'Ríoclaro', 'Cerroalto', 'Arbolera', 'Piedrasola', 'Campoverde del Sur'),
    towns: latin('San Ejemplo', 'Puerto Muestra', 'Villa Modelo'),
  },
  {
    lang: 'pt',
    script: 'Latn',
    countries: ['BR', 'AO'],
    given: latin('Iracema', 'Zeferino', 'Luzia', 'Benedito', 'Jandira'),
    family: latin('Matadentro', 'Riofundo', 'Serranegra', 'Pedraviva'),
    towns: latin('Vila Exemplo', 'São Modelo'),
  },
  {
    lang: 'fr',
    script: 'Latn',
    countries: ['CD', 'CM', 'BI'],
    given: latin('Espérance', 'Fidèle', 'Clarisse', 'Dieudonné', 'Solange'),
    family: latin('Collinebleue', 'Rivedouce', 'Grandebrousse', 'Terrelongue'),
    towns: latin('Exempleville', 'Modèle-sur-Lac'),
  },
  {
    lang: 'tr',
    script: 'Latn',
    countries: ['TR'],
    given: latin('Çiğdem', 'Özgür', 'Şirin', 'Yağız'),
    family: latin('Dağyolu', 'Göksuyu', 'Taşağaç'),
    towns: latin('Örnekköy', 'Numuneli'),
  },
  {
    lang: 'vi',
    script: 'Latn',
    countries: ['VN'],
    given: latin('Thu Thảo', 'Quốc Đạt', 'Mỹ Hạnh', 'Văn Lộc'),
    family: latin('Đồi', 'Suối', 'Rừng'),
    towns: latin('Thị trấn Mẫu', 'Làng Ví Dụ'),
    familyFirst: true,
  },
  {
    lang: 'ru',
    script: 'Cyrl',
    countries: ['BY', 'KZ', 'KG', 'RU'],
    given: [
      ['Злата', 'Zlata'],
      ['Тимофей', 'Timofei'],
      ['Айгерим', 'Aigerim'],
      ['Мирон', 'Miron'],
      ['Жанар', 'Zhanar'],
    ],
    family: [
      ['Примерная-Степная', 'Primernaya-Stepnaya'],
      ['Дальнегорова', 'Dalnegorova'],
      ['Тихоречных', 'Tikhorechnykh'],
      ['Белополянских', 'Belopolyanskikh'],
    ],
    towns: [
      ['Примерск', 'Primersk'],
      ['Образцово', 'Obraztsovo'],
    ],
  },
  {
    lang: 'ar',
    script: 'Arab',
    countries: ['BH', 'EG', 'SA', 'SD', 'SY'],
    given: [
      ['ريحانة', 'Rayhana'],
      ['نديم', 'Nadim'],
      ['سلوى', 'Salwa'],
      ['غيث', 'Ghayth'],
      ['أمل', 'Amal'],
    ],
    family: [
      ['الواديّ الطويل', 'al-Wadi al-Tawil'],
      ['نخل الساحل', 'Nakhl al-Sahil'],
      ['تلّ الزعتر البعيد', 'Tall al-Zaatar al-Baid'],
    ],
    towns: [
      ['بلدة المثال', 'Baldat al-Mithal'],
      ['قرية النموذج', 'Qaryat al-Namudhaj'],
    ],
  },
  {
    lang: 'fa',
    script: 'Arab',
    countries: ['AF', 'IR'],
    given: [
      ['شهرزاد', 'Shahrzad'],
      ['کاوه', 'Kaveh'],
      ['پگاه', 'Pegah'],
      ['ژاله', 'Zhaleh'],
    ],
    family: [
      ['کوه‌نمونه', 'Kuh-Nemuneh'],
      ['دشت‌گشا', 'Dasht-Gosha'],
      ['چشمه‌ساران', 'Cheshmeh-Saran'],
    ],
    towns: [
      ['نمونه‌آباد', 'Nemunehabad'],
      ['مثال‌شهر', 'Mesalshahr'],
    ],
  },
  {
    lang: 'zh',
    script: 'Hans',
    countries: ['CN'],
    given: [
      ['晓例', 'Xiaoli'],
      ['明范', 'Mingfan'],
      ['若样', 'Ruoyang'],
    ],
    family: [
      ['溪', 'Xi'],
      ['岭', 'Ling'],
      ['苇', 'Wei'],
    ],
    towns: [
      ['示例镇', 'Shili Town'],
      ['样本县', 'Yangben County'],
    ],
    familyFirst: true,
  },
  {
    lang: 'hi',
    script: 'Deva',
    countries: ['IN', 'NP'],
    given: [
      ['सुमन', 'Suman'],
      ['ऋतु', 'Ritu'],
      ['अर्जुन', 'Arjun'],
      ['मीना', 'Meena'],
    ],
    family: [
      ['उदाहरणपुरी', 'Udaharanpuri'],
      ['नदीपार', 'Nadipar'],
      ['पहाड़तली', 'Pahartali'],
    ],
    towns: [
      ['उदाहरणपुर', 'Udaharanpur'],
      ['नमूनागाँव', 'Namunagaon'],
    ],
  },
  {
    lang: 'am',
    script: 'Ethi',
    countries: ['ET', 'ER'],
    given: [
      ['ሰላማዊት', 'Selamawit'],
      ['ዳዊት', 'Dawit'],
      ['ሕይወት', 'Hiwot'],
    ],
    family: [
      ['ምሳሌ', 'Misale'],
      ['ተራራው', 'Teraraw'],
      ['ወንዙ', 'Wenzu'],
    ],
    towns: [
      ['ምሳሌ ከተማ', 'Misale Ketema'],
      ['ናሙና', 'Namuna'],
    ],
  },
  {
    lang: 'th',
    script: 'Thai',
    countries: ['TH'],
    given: [
      ['ตัวอย่าง', 'Tuayang'],
      ['สมมติ', 'Sommut'],
    ],
    family: [
      ['ลำธารใส', 'Lamtharnsai'],
      ['เขาไกล', 'Khaoklai'],
    ],
    towns: [['บ้านตัวอย่าง', 'Ban Tuayang']],
  },
]

const setByCountry: ReadonlyMap<string, Names> = new Map(
  sets.flatMap((set) => set.countries.map((country) => [country, set] as const)),
)
/** Thirty. */
export const exampleCountries: readonly string[] = [...setByCountry.keys()]

export const examplePerson = (draws: Draws, country: string): ExamplePerson => {
  const set = setByCountry.get(country) ?? sets[0]!
  const given = draws.pick(set.given)
  const family = draws.pick(set.family)
  const town = draws.pick(set.towns)
  const parts = set.familyFirst ? [family, given] : [given, family]
  const own = parts.map(([word]) => word).join(set.script === 'Hans' ? '' : ' ')
  const read = parts.map(([, word]) => word).join(' ')
  return {
    country,
    names: [
      { text: own, lang: set.lang, script: set.script },
      ...(own === read ? [] : [{ text: read, lang: set.lang, script: 'Latn' }]),
    ],
    pseudonym: `${draws.pick(pseudonyms)} ${draws.pick('ABCDEFGHJKLMNPRSTVWZ'.split(''))}.`,
    town: town[0],
  }
}

const pseudonyms = [
  'Heron',
  'Juniper',
  'Kestrel',
  'Linden',
  'Marigold',
  'Otter',
  'Rowan',
  'Saffron',
  'Swift',
] as const
