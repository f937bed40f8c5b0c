/**
 * Things that people exclude from a consent in one word, "her family", and the words in which a case tells of them. Words
 * of five letters and more find what begins with them.
 */
export type Topic = {
  /** Any of these in what is excluded means the topic. */
  readonly words: readonly string[]
  /** Fields that are the topic, whatever stands in them. */
  readonly fields?: readonly TopicField[]
  /** Codes of violations, or the first letter of a group. */
  readonly violations?: readonly string[]
  readonly events?: readonly string[]
  readonly needs?: readonly string[]
}
export type TopicField =
  | 'aliases'
  | 'born'
  | 'nationalities'
  | 'gender'
  | 'occupation'
  | 'employer'
  | 'work'
  | 'place'
  | 'charges'
  | 'hearings'

const of = (text: string): readonly string[] => text.split(' ')

export const topics: readonly Topic[] = [
  {
    words: of(
      'family families relative husband wife spouse child children daughter son sons brother sister mother ' +
        'father parents uncle aunt cousin grandmother grandfather nephew niece fiance ' +
        'أسرة عائلة أهل أقارب زوج زوجة طفل أطفال ابن ابنة بنت أبناء أخت إخوة والد والدة عمة خالة',
    ),
    violations: ['P04', 'H03'],
    needs: ['family'],
  },
  {
    words: of(
      'health medical illness sickness disease diagnosis hospital clinic doctor physician medicine medication surgery ' +
        'pregnant pregnancy disability disabled mental therapy psychiatric ' +
        'صحة صحية مرض مريض مستشفى عيادة طبيب طبية دواء علاج حمل حامل إعاقة نفسية',
    ),
    violations: ['T03', 'D06'],
    needs: ['medical', 'psychosocial'],
  },
  {
    words: of('torture tortured beating beaten beat mistreated electrocuted تعذيب عذب ضرب'),
    violations: ['T', 'P01'],
  },
  {
    words: of('sexual sexually rape raped molested اغتصاب اغتصبت جنسي جنسية تحرش اعتداء'),
    violations: ['P02', 'H07', 'P', 'T'],
  },
  {
    words: of(
      'gender orientation sexuality homosexual gay lesbian bisexual transgender trans lgbt lgbti queer جندر مثلي مثلية متحول متحولة',
    ),
    fields: ['gender'],
  },
  {
    words: of(
      'religion religious belief faith church mosque temple worship convert converted christian muslim دين ديانة معتقد كنيسة مسجد إيمان',
    ),
  },
  { words: of('age birth born birthday birthdate عمر ميلاد مواليد'), fields: ['born'] },
  { words: of('nationality nationalities citizenship passport جنسية جواز'), fields: ['nationalities'] },
  { words: of('alias aliases nickname pseudonym لقب كنية مستعار'), fields: ['aliases'] },
  {
    words: of('employer employers employed workplace company office جهة شركة مكتب مستخدم'),
    fields: ['employer'],
    needs: ['work'],
  },
  { words: of('occupation profession job مهنة وظيفة'), fields: ['occupation', 'employer'] },
  {
    words: of(
      'address home house residence residing neighbourhood neighborhood street village whereabouts location عنوان منزل بيت سكن شارع قرية مكان موقع',
    ),
    fields: ['place'],
    violations: ['R02'],
    needs: ['housing'],
  },
  {
    words: of('charge charges accusation accused indictment تهمة تهم اتهام'),
    fields: ['charges'],
    events: ['charge', 'charge_dropped', 'indictment'],
  },
  {
    words: of('court trial hearing hearings محكمة محاكمة جلسة جلسات'),
    fields: ['hearings'],
    events: ['hearing', 'trial_opened'],
  },
  {
    words: of('surveillance spyware wiretap hacked phone telephone مراقبة تجسس هاتف'),
    violations: ['S'],
    events: ['surveillance_found'],
    needs: ['digital'],
  },
  {
    words: of('exile abroad asylum refugee visa منفى لجوء لاجئ تأشيرة'),
    violations: ['M'],
    events: ['exile'],
    needs: ['visa', 'relocation'],
  },
  {
    words: of('arrest arrests arrested detention detained اعتقال توقيف احتجاز'),
    events: ['arrest', 'detention_without_processing'],
  },
  { words: of('threat threats threatened تهديد تهديدات هدد'), violations: ['H'], events: ['threat'] },
  {
    words: of('money income salary bank debt debts grant funding مال دخل راتب مصرف دين تمويل'),
    needs: ['financial'],
  },
  { words: of('lawyer lawyers counsel attorney advocate محام محامي محامية محاميها محاميه') },
  { words: of('school schools university college teacher مدرسة جامعة معلم معلمة كلية') },
]

/** Words that stand in what is excluded and say nothing of what it is. */
export const empty: ReadonlySet<string> = new Set(
  of(
    'not nor the her hers his him she they them their theirs its and but for from with without into about any anything ' +
      'anybody anyone all each every everything nothing nobody none never dont does did doing done should must may might ' +
      'can cannot are was were been being has have had that this these those there which who whom whose what when where ' +
      'why how than then only also even except excluding exclude excluded excludes unless until till please mention ' +
      'mentioned mentions tell told telling say said saying speak spoken name named names publish published publishing ' +
      'public publicly share shared sharing disclose disclosed reveal revealed pass passed use used give given agree ' +
      'agreed consent consents information details detail person people case cases report reports reported anywhere ' +
      'nowhere other others else happened happens one two very much more most her herself himself our ours you your per ' +
      'because of if on by in at to as an or be is it no do we he us my me ' +
      'que los las una por con para del les des sur pas pour dans avec une aux ses son sans nada rien ' +
      'لا ما من في على عن إلى الى أن ان أو او و هذا هذه ذلك تلك التي الذي كل أي اي شيء شئ لم لن ليس غير دون بدون عدا إلا ' +
      'ذكر يذكر تذكر أذكر نشر ينشر تنشر اسم أسماء يوافق توافق وافق وافقت موافقة كشف يكشف معلومات تفاصيل هو هي هم كان كانت',
  ),
)
