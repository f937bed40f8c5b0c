/** The rooms of this installation, opened on their ground: the one place that knows them all. */
import { campaignKinds } from '#campaigns/core/campaign_kinds.ts'
import { lobbyingKinds } from '#campaigns/core/lobbying.ts'
import { openOwnPages } from '#campaigns/server/own_page.service.ts'
import { countsApi } from '#campaigns/server/counts.api.ts'
import { supportersApi } from '#campaigns/server/supporters.api.ts'
import { forgetSupporters } from '#campaigns/server/supporters.service.ts'
import { campaignsApi } from '#campaigns/server/campaigns.api.ts'
import { signOnApi } from '#campaigns/server/sign_on.api.ts'
import { openSignOn } from '#campaigns/server/sign_on.service.ts'
import { messagesApi } from '#campaigns/server/messages.api.ts'
import { takingPartApi } from '#campaigns/server/taking_part.api.ts'
import { openCampaigns } from '#campaigns/server/campaigns.service.ts'
import { caseChangesApi } from '#cases/server/case_changes.api.ts'
import { casesApi } from '#cases/server/cases.api.ts'
import { evidenceApi } from '#cases/server/evidence.api.ts'
import { sweepFiles } from '#cases/server/evidence.service.ts'
import { openPublications } from '#cases/server/publications.service.ts'
import { recountOlder } from '#cases/server/recount.service.ts'
import { figureKind, themeKind } from '#figures/core/document_kinds.ts'
import type { StampedParts } from '#figures/core/frozen_figure.ts'
import { openReports } from '#campaigns/server/reports.service.ts'
import { openCasesBehind } from '#figures/server/behind.service.ts'
import { freezeApi } from '#figures/server/freeze.api.ts'
import { openFigures } from '#figures/server/figures.service.ts'
import { secretOffsets } from '#figures/server/offsets.ts'
import { openOpenData } from '#figures/server/open_data.service.ts'
import { refreshFigures } from '#figures/server/refresh.service.ts'
import { themePartsApi } from '#figures/server/theme_parts.api.ts'
import { amendmentKind } from '#instruments/core/amendment_kind.ts'
import { bodyKind } from '#instruments/core/body_kind.ts'
import { deadlineKind } from '#instruments/core/deadline.ts'
import { instrumentKindOf } from '#instruments/core/instrument_kind.ts'
import { journalKinds } from '#instruments/core/sealed_positions.ts'
import { voteKind } from '#instruments/core/vote_kind.ts'
import { openBodies } from '#instruments/server/bodies.service.ts'
import { openInstruments } from '#instruments/server/instruments.service.ts'
import { positionsApi } from '#instruments/server/positions.api.ts'
import { openPositions } from '#instruments/server/positions.service.ts'
import { openPartsApi } from '#instruments/server/open_parts.api.ts'
import { normsApi } from '#instruments/server/norms.api.ts'
import { openNorms } from '#instruments/server/norms.service.ts'
import { absenceApi } from '#members/server/absence.api.ts'
import { findOrganisation } from '#members/server/account.store.ts'
import { factorsApi } from '#members/server/factors.api.ts'
import { endAllSessions, findSession, renewSetupToken, sweepGate } from '#members/server/gate.service.ts'
import { journalApi } from '#members/server/journal.api.ts'
import { accessApi } from '#members/server/access.api.ts'
import { ageAccess } from '#members/server/access.service.ts'
import { backupsApi } from '#members/server/backups.api.ts'
import { drillsApi } from '#members/server/drills.api.ts'
import { deliveryApi } from '#campaigns/server/delivery.api.ts'
import { mailApi } from '#members/server/mail.api.ts'
import { violationsApi } from '#members/server/violations.api.ts'
import { membersApi } from '#members/server/members.api.ts'
import { ownAccountApi } from '#members/server/own_account.api.ts'
import { recoveryApi } from '#members/server/recovery.api.ts'
import { reopeningApi } from '#members/server/reopening.api.ts'
import { renewalApi } from '#members/server/renewal.api.ts'
import { missionJournalKinds } from '#missions/core/journal_kinds.ts'
import { calendarApi } from '#missions/server/calendar.api.ts'
import { forgetCalendarChanges, openCalendarFeeds } from '#missions/server/calendar.service.ts'
import { coverageApi } from '#missions/server/coverage.api.ts'
import { missionProjection } from '#missions/server/coverage.service.ts'
import { engagementsApi } from '#missions/server/engagements.api.ts'
import { engagementsOfJournal } from '#missions/server/rows.service.ts'
import { missionKinds } from '#missions/core/public_kinds.ts'
import { programmesApi } from '#missions/server/programmes.api.ts'
import { scorecardCountApi } from '#missions/server/scorecard_count.api.ts'
import { openPublicMissions } from '#missions/server/public_missions.service.ts'
import { openBlobs } from '#platform/server/blobs.ts'
import { inTransaction } from '#platform/server/database.ts'
import type { Ground, OpenRooms } from '#platform/server/installation.ts'
import { openUnsubscribe } from '#platform/server/mail/unsubscribe.ts'
import { createPageCache } from '#platform/server/page_cache.ts'
import { createTurns } from '#platform/server/turns.ts'
import type { Services } from '#platform/server/services.ts'
import { stampsFor } from '#platform/server/stamp.ts'
import { typeset } from '#platform/server/typeset.ts'
import { openDocuments } from '#releases/server/documents.service.ts'
import { releasesApi } from '#releases/server/releases.api.ts'
import { openActing } from './acting.ts'

export const openRooms: OpenRooms = async (ground) => {
  const open = openToEverybody(ground)
  const blobs = openBlobs(ground.config.dataFolder)
  const amendments = amendmentKind(async (slug) => (await open.instruments.find(slug))?.body ?? null)
  const counted = stampsFor<StampedParts>(ground.secrets.pepper, 'counted')
  const acting = openActing(ground, open)
  const unsubscribe = openUnsubscribe({ ...ground, purposes: acting.mail.purposes })
  return {
    services: { ...ground, ...open, ...acting.services, blobs, unsubscribe },
    forms: acting.forms,
    sessions: {
      find: async (tokenHash, desk) => {
        const session = await findSession(ground, tokenHash, desk)
        return session ? { ...session, tokenHash } : undefined
      },
    },
    groups: [
      membersApi,
      backupsApi,
      drillsApi,
      mailApi,
      violationsApi,
      deliveryApi,
      takingPartApi,
      messagesApi,
      ownAccountApi,
      absenceApi,
      factorsApi,
      reopeningApi,
      recoveryApi,
      renewalApi,
      accessApi,
      journalApi(
        [...journalKinds, ...lobbyingKinds, ...missionJournalKinds],
        [missionProjection, engagementsOfJournal],
      ),
      coverageApi,
      engagementsApi,
      calendarApi,
      casesApi,
      evidenceApi,
      caseChangesApi,
      releasesApi({
        kinds: [
          themeKind,
          figureKind(counted.holds),
          instrumentKindOf(open.bodies.ofSponsors),
          voteKind,
          amendments,
          bodyKind,
          deadlineKind,
          ...campaignKinds(open.campaigns.facts),
          ...missionKinds(open.publicMissions.facts),
        ],
        documents: open.documents,
      }),
      campaignsApi(open.campaigns),
      themePartsApi(open),
      openPartsApi(open),
      scorecardCountApi(open),
      programmesApi(open),
      positionsApi(open),
      normsApi(open),
      supportersApi,
      countsApi(acting.services.actions),
      signOnApi({ ...open, origin: ground.config.publicOrigin }),
      freezeApi({ answer: open.figures.answer, stamp: counted.give }),
    ],
    mail: {
      purposes: [...acting.mail.purposes],
      sources: [...acting.mail.sources],
      mayStillSend: (ask) => open.campaigns.mayRun(ask, ground.clock()),
    },
    ensureSetupToken: async () => (await renewSetupToken(ground)) ?? undefined,
    onClockJump: () => endAllSessions(ground.database),
    hourly: {
      gate: () => sweepGate(ground),
      // Rows of an older form first: what they lack would be missing from what is told for a week.
      recount: (log) => recountOlder(ground, log),
      figures: () => refreshFigures({ ...ground, offsets: secretOffsets(ground.secrets) }),
      files: () => sweepFiles({ ...ground, blobs }),
      access: () => ageAccess(ground),
      supporters: () => forgetSupporters(ground),
      calendars: () => forgetCalendarChanges(ground),
      ...acting.hourly,
      snapshots: () => openOpenData(ground).takeIfDue(),
    },
  }
}

/** What public pages are made of, read in the role of the public. */
const openToEverybody = ({ database, clock, secrets, config }: Ground) => {
  const publications = openPublications(database)
  const { version } = publications
  const documents = openDocuments(database)
  const instruments = openInstruments(database)
  const bodies = openBodies(database)
  const campaigns = openCampaigns(database)
  const norms = openNorms({ database, documents, publications })
  return {
    publications,
    documents,
    instruments,
    bodies,
    campaigns,
    signOn: openSignOn({ database, clock, secrets, campaigns, origin: config.publicOrigin }),
    ownPages: openOwnPages({ database, clock }),
    positions: openPositions({ database, documents, instruments, bodies }),
    figures: openFigures({ database, version }),
    norms,
    publicMissions: openPublicMissions(database, norms),
    calendarFeeds: openCalendarFeeds({ database, clock }),
    casesBehind: openCasesBehind(database),
    openData: openOpenData({ database, clock }),
    reports: openReports({ database, secrets }),
    typeset,
    organisation: { name: () => inTransaction(database, { role: 'public' }, findOrganisation) },
    pages: createPageCache({ version, clock }),
    answers: createPageCache({ version, clock }),
    turns: createTurns(),
  } satisfies Partial<Services>
}
