/** The sender alone as a process of its own, so that it can be killed. Its settings come as one line of JSON. */
import { openDatabase } from '../../src/platform/server/database.ts'
import { startMailer } from '../../src/platform/server/mail/mailer.ts'
import { mailConfig, mailSecrets } from './post_office.ts'

const { address, folder, url } = JSON.parse(process.argv[2] ?? '') as {
  readonly address: Parameters<typeof openDatabase>[0]
  readonly folder: string
  readonly url: string
}
startMailer({
  database: openDatabase(address),
  secrets: mailSecrets,
  clock: () => new Date(),
  config: mailConfig(folder, { AMPARO_SMTP_URL: url }),
  dataFolder: folder,
  purposes: [],
  sources: [],
  mayStillSend: async () => true,
  log: (line) => void process.stderr.write(`${line}\n`),
})
