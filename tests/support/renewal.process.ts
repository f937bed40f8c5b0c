/** A renewal of a data folder's secrets as a process of its own, which dies by its own hand at the step it is told. */
import { renewedColumns } from '../../src/cli/renewed_columns.ts'
import { parseConfig } from '../../src/platform/server/config.ts'
import { renewSecrets } from '../../src/platform/server/renew_secrets.ts'

const [dataFolder = '', step = ''] = process.argv.slice(2)
const config = parseConfig({ AMPARO_DATA: dataFolder }, { cwd: '/' })
if (!config.ok) throw new Error('settings')
await renewSecrets(config.value, {
  tables: renewedColumns,
  clock: () => new Date(),
  tell: ({ kind }) => {
    if (kind === step) process.kill(process.pid, 'SIGKILL')
  },
})
