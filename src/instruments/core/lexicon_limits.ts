/** Words that limit. Putting one in weakens a text, taking one out strengthens it. */
import type { LexiconRow } from './lexicon.ts'

export const NATIONAL_EN =
  '(?:national|domestic|internal|local)(?: and (?:local|regional))? (?:laws?|legislation|legal systems?|legal frameworks?|circumstances|regulations|priorities)'
export const NATIONAL_FR =
  '(?:la |le |les |sa |leur |leurs )?(?:législations?|lois?|droit|réglementations?|circonstances|priorités) (?:nationale?s?|nationaux|internes?)'
export const NATIONAL_ES =
  '(?:la |las |el |su |sus )?(?:legislación|legislaciones|leyes|ley|derecho|circunstancias|prioridades) (?:nacional(?:es)?|interna?s?)'

export const limitingRows: readonly LexiconRow[] = [
  [
    'escape_clause',
    'as_appropriate',
    'Whoever decides what is appropriate decides whether it happens',
    '(?<!soon )(?:as|where|if|when|whenever|as and when|wherever) (?:appropriate|applicable|necessary|possible|feasible|relevant|required|deemed (?:appropriate|necessary))',
    "(?:selon qu[’']il convient|s[’']il y a lieu|le cas échéant|selon que de besoin|si nécessaire|dans la mesure du possible|lorsque cela est (?:possible|approprié))",
    '(?:según (?:proceda|corresponda|convenga)|cuando (?:proceda|corresponda|sea (?:apropiado|posible|necesario))|si procede|de ser (?:necesario|posible)|en la medida de lo posible)',
  ],
  [
    'escape_clause',
    'extent_possible',
    'As far as possible is as far as one likes',
    '(?:to|as far as) the (?:maximum )?extent (?:possible|feasible)|as far as possible|to the extent (?:possible|feasible|practicable)|on a voluntary basis|upon (?:their )?request',
    'à titre volontaire|sur (?:leur )?demande',
    'con carácter voluntario|previa solicitud',
  ],
  [
    'escape_clause',
    'national_law',
    'National law that nothing bounds can take back what the text gives',
    `(?:in (?:accordance|conformity|line|compliance|keeping)|consistent|compatible) with (?:the |their |its |relevant |applicable |respective )*${NATIONAL_EN}|(?:under|subject to|as provided (?:for )?by|within(?: the framework of)?|taking into account) (?:the |their |its |applicable |respective )*${NATIONAL_EN}`,
    `(?:conformément à|en conformité avec|dans le respect de|en vertu de|sous réserve de|compte tenu de|dans le cadre de) ${NATIONAL_FR}`,
    `(?:de conformidad con|conforme a|con arreglo a|en el marco de|con sujeción a|de acuerdo con|teniendo en cuenta) ${NATIONAL_ES}`,
  ],
  [
    'escape_clause',
    'resources',
    'A duty as large as the budget',
    '(?:within|subject to)(?: the)?(?: availability of)?(?: available| existing)? resources',
    'dans (?:la limite|les limites) des ressources (?:disponibles|existantes)',
    'dentro de los límites de los recursos (?:disponibles|existentes)|con los recursos disponibles',
  ],
  [
    'cast_doubt',
    'alleged',
    'What is established is made a claim',
    'alleged(?:ly)?|purported(?:ly)?|supposed(?:ly)?',
    'présumée?s?|prétendue?s?|allégué\\w*',
    'presunt[ao]s?|supuest[ao]s?',
  ],
  [
    'cast_doubt',
    'so_called',
    'Who they are is made a claim',
    'so-called|self-(?:proclaimed|styled|declared|appointed)|claim(?:s|ing)? to be',
    'soi-disant|autoproclamés?|qui se disent',
    'así llamad[ao]s|autoproclamad[ao]s|llamad[ao]s a sí mism[ao]s',
  ],
  [
    'softened',
    'consider',
    'Considering is not doing',
    '(?:to )?consider(?:s|ing)?(?! the)',
    "envisager|d[’']envisager",
    'considerar|que consideren',
  ],
  [
    'softened',
    'review',
    'To review, address, limit or avoid leaves it standing',
    '(?:to|and|a|be|is) (?:review(?:ed)?|examine|address|limit|reduce|avoid(?:ed)?|look into|discourage|continue)',
    '(?:à|de) (?:réexaminer|examiner|limiter|réduire|éviter)|réexaminées?',
    '(?:a|de) (?:revisar|examinar|limitar|reducir|evitar)|revisad[ao]s?',
  ],
  [
    'softened',
    'endeavour',
    'Trying is not doing',
    'endeavou?r(?:s|ing)?|strive to|make efforts',
    "s[’']efforcer|s[’']efforcent",
    'procurar|procuren|esforzarse',
  ],
  [
    'softened',
    'should',
    'Wish, not duty',
    'should|may',
    'devraient|devrait|peuvent|peut',
    'debería[n]?|podrán?|pueden',
  ],
  [
    'softened',
    'soon',
    'Some day is no day',
    'as soon as (?:possible|practicable)|in due course|progressively|gradually',
    'dès que possible|en temps voulu|progressivement',
    'lo antes posible|a su debido tiempo|progresivamente',
  ],
  [
    'burden',
    'own_duties',
    'Turns to the duties of those whom the text should protect',
    '(?:duties and responsibilities|responsibilities and duties|(?:their|the) (?:duties|responsibilities) (?:of (?:individuals|human rights defenders)|under)|act(?:ing)? (?:responsibly|within the (?:law|framework)))',
    '(?:leurs )?devoirs et responsabilités',
    '(?:sus )?deberes y responsabilidades',
  ],
  [
    'burden',
    'sovereignty',
    'Sovereignty and non-interference against scrutiny',
    'sovereignty|non-interference|territorial integrity|politici[sz]ation|double standards',
    'souveraineté|non-ingérence|intégrité territoriale|politisation',
    'soberanía|no injerencia|integridad territorial|politización',
  ],
  [
    'burden',
    'order_and_morals',
    'Grounds on which defenders are charged',
    'national security|public (?:order|morals)|(?:cultural|religious|historical)(?:,? (?:and )?(?:cultural|religious|historical))* (?:particularities|specificities|backgrounds|values)',
    'sécurité nationale|ordre public|particularités (?:culturelles|religieuses|nationales)',
    'seguridad nacional|orden público|particularidades (?:culturales|religiosas|nacionales)',
  ],
]
