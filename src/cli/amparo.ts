#!/usr/bin/env node
/** The `amparo` command. Each command is a file beside this one; here they are named. */
import { Command } from 'commander'

import { addBackup } from './backup.ts'
import { addBounce } from './bounce.ts'
import { addBuildId } from './build_id.ts'
import type { AddCommand } from './command.ts'
import { addDemo } from './demo.ts'
import { loadExample } from './example.ts'
import { addEvidenceCommands } from './evidence.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addImportBody } from './import_body.ts'
import { addImportSignatories } from './import_signatories.ts'
import { addImportFigures } from './import_figures.ts'
import { addImportInstrument } from './import_instrument.ts'
import { addImportMissions } from './import_missions.ts'
import { addRecount } from './recount.ts'
import { addRecover } from './recover.ts'
import { addRenewSecrets } from './renew_secrets.ts'
import { addRestore } from './restore.ts'
import { openRooms } from './rooms.ts'
import { addSnapshot } from './snapshot.ts'
import { addStart } from './start.ts'
import { addUpgrade } from './upgrade.ts'
import { addVerify } from './verify.ts'
import { idsBehindOptions } from './leading_dashes.ts'

const commands: readonly AddCommand[] = [
  addStart(openRooms),
  addDemo({ openRooms, loadExample }),
  addUpgrade,
  addBackup,
  addRestore,
  addRenewSecrets,
  addBounce,
  addRecover,
  addImport,
  addImportFigures,
  addImportInstrument,
  addImportBody,
  addImportMissions,
  addImportSignatories,
  addEvidenceCommands,
  addExport,
  addVerify,
  addBuildId,
  addRecount,
  addSnapshot,
]

const program = new Command('amparo')
program.description('An open platform for the people who protect human rights defenders').showHelpAfterError()
for (const add of commands) add(program)
await program.parseAsync(idsBehindOptions(process.argv.slice(2)), { from: 'user' })
