import { gzipSync } from 'node:zlib'

import { beforeAll, expect, test } from 'vitest'

import { countries } from '#kernel/core/vocabulary/countries.ts'
import { drawWorld, type WorldMap } from './world_map.ts'

let world: WorldMap
beforeAll(() => {
  world = drawWorld()
})

test('every State of the United Nations is on the map, in its own shape or as a circle', () => {
  const missing = countries.filter(({ code, unMember }) => unMember && !world.shapes.has(code))
  expect(missing.map(({ code }) => code)).toEqual([])
})

test('small States are circles inside the picture', () => {
  for (const code of ['SG', 'MV', 'BH', 'MT']) {
    const shape = world.shapes.get(code)
    expect(shape?.kind).toBe('circle')
    if (shape?.kind !== 'circle') continue
    expect(shape.x > 0 && shape.x < world.width && shape.y > 0 && shape.y < world.height).toBe(true)
  }
  expect(world.shapes.get('CO')?.kind).toBe('path')
})

test('land, borders and forty countries are at most 12 KB packed', () => {
  const shapes = [...world.shapes.values()].slice(0, 40).map((shape) => JSON.stringify(shape))
  expect(gzipSync([world.land, world.borders, ...shapes].join('')).length).toBeLessThanOrEqual(12 * 1024)
})
