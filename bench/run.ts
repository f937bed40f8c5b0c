/** `npm run bench`: every target of the design that can be measured by now, beside its limit, in one run. */
import { benchAppend } from './append.ts'
import { benchFigures } from './figures.ts'
import { benchOpenDesk } from './open_desk.ts'
import { benchPublicPage } from './public_page.ts'
import { type BenchWorld, type Row, startWorld } from './world.ts'

const rows: readonly ((world: BenchWorld) => Promise<Row | readonly Row[]>)[] = [
  benchAppend,
  benchPublicPage,
  benchOpenDesk,
  benchFigures,
]

const asked = process.argv.slice(2)
const world = await startWorld()
const lines: Row[] = []
for (const bench of rows) {
  if (asked.length > 0 && !asked.some((name) => bench.name.toLowerCase().includes(name.toLowerCase())))
    continue
  process.stderr.write(`${bench.name} …\n`)
  lines.push(...[await bench(world)].flat())
}
await world.stop()

for (const { path, load, target, measured, limit, met } of lines)
  process.stdout.write(
    [
      `\n${path} (${load})`,
      `  target    ${target}`,
      `  measured  ${measured}  ${met ? '✓' : '✗ missed'}`,
      `  limit     ${limit}`,
      '',
    ].join('\n'),
  )
process.exit(0)
