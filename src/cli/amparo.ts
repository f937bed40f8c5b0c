#!/usr/bin/env node
/** The `amparo` command. Each command is a file beside this one, read where it is asked for; here they are named. */
import { Command } from 'commander'

import type { AddCommand } from './command.ts'
import { idsBehindOptions } from './leading_dashes.ts'

const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  start: async () => (await import('./start.ts')).addStart((await import('./rooms.ts')).openRooms),
  demo: async () => {
    const { openRooms } = await import('./rooms.ts')
    const { loadExample } = await import('./example.ts')
    return (await import('./demo.ts')).addDemo({ openRooms, loadExample })
  },
  upgrade: async () => (await import('./upgrade.ts')).addUpgrade,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./restore.ts')).addRestore,
  'renew-secrets': async () => (await import('./renew_secrets.ts')).addRenewSecrets,
  bounce: async () => (await import('./bounce.ts')).addBounce,
  recover: async () => (await import('./recover.ts')).addRecover,
  import: async () => (await import('./import.ts')).addImport,
  'import-figures': async () => (await import('./import_figures.ts')).addImportFigures,
  'import-instrument': async () => (await import('./import_instrument.ts')).addImportInstrument,
  'import-body': async () => (await import('./import_body.ts')).addImportBody,
  'import-missions': async () => (await import('./import_missions.ts')).addImportMissions,
  'import-signatories': async () => (await import('./import_signatories.ts')).addImportSignatories,
  evidence: async () => (await import('./evidence.ts')).addEvidenceCommands,
  export: async () => (await import('./export.ts')).addExport,
  verify: async () => (await import('./verify.ts')).addVerify,
  'build-id': async () => (await import('./build_id.ts')).addBuildId,
  recount: async () => (await import('./recount.ts')).addRecount,
  snapshot: async () => (await import('./snapshot.ts')).addSnapshot,
}

const words = idsBehindOptions(process.argv.slice(2))
const asked = Object.entries(commands).find(([name]) => name === words[0])
const program = new Command('amparo')
program.description('An open platform for the people who protect human rights defenders').showHelpAfterError()
for (const [, load] of asked ? [asked] : Object.entries(commands)) (await load())(program)
await program.parseAsync(words, { from: 'user' })
