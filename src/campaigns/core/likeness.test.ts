import { createHmac } from 'node:crypto'

import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'

import { countAlike, sketchOf } from './likeness.ts'

const keyed = (text: string) => createHmac('sha256', 'a key').update(text).digest()
const otherwise = (text: string) => createHmac('sha256', 'another key').update(text).digest()
const of = (...texts: readonly string[]) => countAlike(texts.map((text) => sketchOf(text, keyed)))

const letter =
  'I write to you about Parastu, who has been in prison for four years because she defended women in court. ' +
  'She is ill, and no doctor of her own choice has been let in to see her. I ask you to let her out at once and ' +
  'to drop every charge against her, since nothing she did is a crime under the law that your country has signed.'
const others = [
  'My grandmother sewed lanterns all her life. When I read of a lawyer behind bars I thought of the light she left us.',
  'As a nurse of thirty years I know what an untreated heart does. Please send a doctor to the cell before winter comes.',
  'We met in Oslo at a conference, and she taught me how to read a statute. I hope that you will answer my letter.',
]

test('letters of people who use their own words are not alike', () => {
  expect(of(letter, ...others)).toEqual({ texts: 4, alike: 0 })
})

test('case, signs and spaces, a greeting and an own sentence make a copy no letter of its own', () => {
  const shouted = letter.toUpperCase().replaceAll('. ', '!!\n')
  const greeted = `Dear Minister, ${letter} Yours, a teacher from Bergen.`
  const changed = letter.replace('four years', 'nearly four years').replace('at once', 'today')
  expect(of(letter, shouted, greeted, changed, ...others)).toEqual({ texts: 7, alike: 4 })
})

test('scripts without spaces and short greetings are compared, too', () => {
  const plea = '我们要求立即释放所有因捍卫权利而被关押的人，并撤销对他们的一切指控。'
  expect(of(plea, `${plea}谢谢您。`, '祖母一生都在缝制灯笼。')).toEqual({ texts: 3, alike: 2 })
  const ask = 'نطلب منكم الإفراج الفوري عن كل من سُجن لدفاعه عن الحقوق وإسقاط كل التهم عنه'
  expect(of(ask, `${ask} ولكم الشكر`, 'كانت جدتي تخيط الفوانيس')).toEqual({ texts: 3, alike: 2 })
  expect(of('Be strong!', 'be strong', 'Courage')).toEqual({ texts: 3, alike: 2 })
})

test('the order in which they came changes nothing for exact copies, and copies are never missed', () => {
  assert(
    property(array(constantFrom(letter, ...others), { maxLength: 40 }), (texts) => {
      const number = (text: string) => texts.filter((one) => one === text).length
      const copies = texts.filter((text) => number(text) > 1).length
      expect(of(...texts)).toEqual({ texts: texts.length, alike: copies })
    }),
    { numRuns: 50 },
  )
})

test('a sketch tells nothing to whoever has not the key: another key, another sketch', () => {
  const [one, two] = [sketchOf(letter, keyed), sketchOf(letter, otherwise)]
  expect(countAlike([one, two])).toEqual({ texts: 2, alike: 0 })
  expect(Buffer.from(one).toString('latin1')).not.toContain('prison')
})

test('of thousands, each copy is told from each text of its own', () => {
  const copies = Array.from({ length: 1000 }, (_, n) => sketchOf(`${letter} ${n}`, keyed))
  const own = Array.from({ length: 1000 }, (_, n) => sketchOf(`${n} a${n} b${n} c${n} d${n}`, keyed))
  expect(countAlike([...copies, ...own])).toEqual({ texts: 2000, alike: 1000 })
})
