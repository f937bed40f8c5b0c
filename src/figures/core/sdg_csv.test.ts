import { expect, test } from 'vitest'

import { sdgCsv } from './sdg_csv.ts'

test('a line is coded as statistical offices code it, and says that it is a lower bound', () => {
  const csv = sdgCsv([
    { country: 'CO', year: '2020', category: 'A', sex: 'total', standing: 'verified', victims: 10 },
    { country: '*', year: 'unknown', category: '*', sex: 'W', standing: 'documented', victims: 5 },
  ])
  expect(csv.split('\r\n').slice(2, -1)).toEqual([
    '16.10.1,CO,2020,A,_T,verified,10,lower,victims',
    '16.10.1,_Z,_U,_Z,F,documented,5,lower,victims',
  ])
})
