/** `npm run bench`: every target of the design that can be measured by now, beside its limit, in one run. */
import { setTimeout } from 'node:timers/promises'

import { benchAppend } from './append.ts'
import { benchBackup } from './backup.ts'
import { benchBadLine } from './bad_line.ts'
import { benchCompare } from './compare.ts'
import { benchFigures } from './figures.ts'
import { benchGrowth } from './growth.ts'
import { benchImport } from './import.ts'
import { benchMissions } from './missions.ts'
import { benchOpenDesk } from './open_desk.ts'
import { benchPublicPage } from './public_page.ts'
import { benchSign } from './sign.ts'
import { type BenchWorld, type Row, startWorld } from './world.ts'

const rows: readonly ((world: BenchWorld) => Promise<Row | readonly Row[]>)[] = [
  benchAppend,
  benchBadLine,
  benchPublicPage,
  benchSign,
  benchGrowth,
  benchOpenDesk,
  benchImport,
  benchFigures,
  benchCompare,
  benchMissions,
  benchBackup,
]

const asked = process.argv.slice(2)
const isAsked = (name: string): boolean =>
  asked.length === 0 || asked.some((word) => name.toLowerCase().includes(word.toLowerCase()))

const tell = ({ path, load, target, measured, limit, met }: Row): void => {
  const lines = [
    `${path} (${load})`,
    `  target    ${target}`,
    `  measured  ${measured}  ${met ? '✓' : '✗ missed'}`,
    `  limit     ${limit}`,
  ]
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

const world = await startWorld()
let missed = 0
for (const bench of rows.filter(({ name }) => isAsked(name))) {
  process.stderr.write(`${bench.name} …\n`)
  // Connections that ran out while the one before kept this process busy are seen as closed.
  await setTimeout(100)
  for (const row of [await bench(world)].flat()) {
    tell(row)
    missed += row.met ? 0 : 1
  }
}
await world.stop()
process.stdout.write(`\n${missed === 0 ? 'Every target is met.' : `${missed} targets are missed.`}\n`)
process.exit(0)
