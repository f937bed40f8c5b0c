/** Which keys exist, taken from the English files by the compiler. A new room adds two lines (a test asks for it). */
import type absence from './messages/en/absence.json'
import type access from './messages/en/access.json'
import type account from './messages/en/account.json'
import type akn from './messages/en/akn.json'
import type amendments from './messages/en/amendments.json'
import type backup from './messages/en/backup.json'
import type bodies from './messages/en/bodies.json'
import type bundles from './messages/en/bundles.json'
import type campaigns from './messages/en/campaigns.json'
import type campaign_counts from './messages/en/campaign_counts.json'
import type campaign_out from './messages/en/campaign_out.json'
import type campaigns_desk from './messages/en/campaigns_desk.json'
import type cases from './messages/en/cases.json'
import type coverage from './messages/en/coverage.json'
import type cases_status from './messages/en/cases_status.json'
import type commitments from './messages/en/commitments.json'
import type deadlines from './messages/en/deadlines.json'
import type desk from './messages/en/desk.json'
import type engagements from './messages/en/engagements.json'
import type evidence from './messages/en/evidence.json'
import type explore from './messages/en/explore.json'
import type factors from './messages/en/factors.json'
import type figures from './messages/en/figures.json'
import type files from './messages/en/files.json'
import type help from './messages/en/help.json'
import type instruments from './messages/en/instruments.json'
import type instruments_write from './messages/en/instruments_write.json'
import type journal from './messages/en/journal.json'
import type languages from './messages/en/languages.json'
import type mail from './messages/en/mail.json'
import type lobbying from './messages/en/lobbying.json'
import type members from './messages/en/members.json'
import type messages from './messages/en/messages.json'
import type mission_calendar from './messages/en/mission_calendar.json'
import type mission_reports from './messages/en/mission_reports.json'
import type missions from './messages/en/missions.json'
import type norms from './messages/en/norms.json'
import type offline from './messages/en/offline.json'
import type pictures from './messages/en/pictures.json'
import type positions from './messages/en/positions.json'
import type programmes from './messages/en/programmes.json'
import type public_cases from './messages/en/public_cases.json'
import type recovery from './messages/en/recovery.json'
import type releases from './messages/en/releases.json'
import type scorecards from './messages/en/scorecards.json'
import type signing from './messages/en/signing.json'
import type sign_on from './messages/en/sign_on.json'
import type site from './messages/en/site.json'
import type supporters from './messages/en/supporters.json'
import type taking_part from './messages/en/taking_part.json'
import type themes from './messages/en/themes.json'
import type ui from './messages/en/ui.json'
import type vocabulary from './messages/en/vocabulary.json'
import type votes from './messages/en/votes.json'
import type votes_desk from './messages/en/votes_desk.json'

type Rooms = {
  readonly access: typeof access
  readonly absence: typeof absence
  readonly account: typeof account
  readonly akn: typeof akn
  readonly amendments: typeof amendments
  readonly backup: typeof backup
  readonly bodies: typeof bodies
  readonly bundles: typeof bundles
  readonly campaigns: typeof campaigns
  readonly campaign_counts: typeof campaign_counts
  readonly campaign_out: typeof campaign_out
  readonly campaigns_desk: typeof campaigns_desk
  readonly cases: typeof cases
  readonly coverage: typeof coverage
  readonly cases_status: typeof cases_status
  readonly commitments: typeof commitments
  readonly deadlines: typeof deadlines
  readonly desk: typeof desk
  readonly engagements: typeof engagements
  readonly evidence: typeof evidence
  readonly explore: typeof explore
  readonly factors: typeof factors
  readonly figures: typeof figures
  readonly files: typeof files
  readonly help: typeof help
  readonly instruments: typeof instruments
  readonly instruments_write: typeof instruments_write
  readonly journal: typeof journal
  readonly languages: typeof languages
  readonly mail: typeof mail
  readonly lobbying: typeof lobbying
  readonly members: typeof members
  readonly messages: typeof messages
  readonly mission_calendar: typeof mission_calendar
  readonly mission_reports: typeof mission_reports
  readonly missions: typeof missions
  readonly norms: typeof norms
  readonly offline: typeof offline
  readonly pictures: typeof pictures
  readonly positions: typeof positions
  readonly programmes: typeof programmes
  readonly public_cases: typeof public_cases
  readonly recovery: typeof recovery
  readonly releases: typeof releases
  readonly scorecards: typeof scorecards
  readonly signing: typeof signing
  readonly sign_on: typeof sign_on
  readonly site: typeof site
  readonly supporters: typeof supporters
  readonly taking_part: typeof taking_part
  readonly themes: typeof themes
  readonly ui: typeof ui
  readonly vocabulary: typeof vocabulary
  readonly votes: typeof votes
  readonly votes_desk: typeof votes_desk
}

type KeysOf<Room extends keyof Rooms> = `${Room}.${Extract<keyof Rooms[Room], string>}`
type AnyKey = { [Room in keyof Rooms]: KeysOf<Room> }[keyof Rooms]
type WithoutPlural<Key extends string> = Key extends `${infer Base}#${string}` ? Base : Key

/** Every key a person's text can be asked by; a plural counts as one key. */
export type MessageKey = WithoutPlural<AnyKey>
