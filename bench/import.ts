/** A list of 10,000 rows, brought in by the command; beside it, sealing as many cases and nothing else. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareCase } from '../src/cases/client/case_log.ts'
import { atDesk, expectOk } from '../src/cli/device.ts'
import { signInDevice } from './fill.ts'
import { type BenchWorld, PASSPHRASE, type Row, timed } from './world.ts'

const ROWS = 10_000

export const benchImport = async (world: BenchWorld): Promise<Row> => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-bench-'))
  const file = join(folder, 'cases.csv')
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `Person ${i},TJ,${2000 + (i % 25)}-0${1 + (i % 9)}-1${i % 10},arrest,B-${i}`,
  )
  writeFileSync(file, ['name,country,date,event,reference', ...rows].join('\n'))
  const imported = await timed(() => runImport(world, file))
  rmSync(folder, { recursive: true })
  const sealed = await timed(() => sealAlone(world))
  const seconds = imported.ms / 1000
  return {
    path: 'import',
    load: `${ROWS.toLocaleString('en')} rows of a CSV, sealed by the command`,
    target: '≤ 30 s',
    measured: `${seconds.toFixed(1)} s`,
    limit: `sealing and signing as many cases alone: ${(sealed.ms / 1000).toFixed(1)} s`,
    met: seconds <= 30,
  }
}

const runImport = ({ origin }: BenchWorld, file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const command = fileURLToPath(new URL('../src/cli/amparo.ts', import.meta.url))
    const given = ['import', file, '--desk', 'Bench', '--server', origin, '--name', 'ana', '--yes']
    const child = spawn(process.execPath, [command, ...given], {
      env: { ...process.env, AMPARO_PASSPHRASE: PASSPHRASE },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const said: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`import: ${Buffer.concat(said).toString().slice(-500)}`)),
    )
  })

const sealAlone = async (world: BenchWorld): Promise<void> => {
  const here = atDesk(await signInDevice(world), world.desk)
  const entries = [
    { kind: 'opened', coded: { dark: false, country: 'TJ' }, words: { reference: 'B-1' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: [] },
      words: { names: [{ text: 'Person', kind: 'full' }] },
    },
    {
      kind: 'event',
      coded: { type: 'arrest', date: '2020-03', country: 'TJ', acts: [], verification: 'UNREV' },
      words: { date: '2020-03-14' },
    },
  ]
  const BATCH = 100
  for (let done = 0; done < ROWS; done += BATCH)
    await Promise.all(
      Array.from({ length: BATCH }, async () => expectOk(await prepareCase(here, entries), 'seal')),
    )
}
