/**
 * Words of resolutions, to tell a word that was broken in two ("pro mote") from two words. Collected from the draft
 * A/C.3/78/L.41, fragments of resolutions on human rights defenders, and titles of drafts of the Third Committee.
 * Short on purpose: a pair is joined only when the whole stands here or elsewhere in the same text.
 */
export const resolutionWords: ReadonlySet<string> = new Set(
  `
abductions abolish about abovementioned abuse abuses academics acceding accepted accepting access
accessible accordance account accountability accountable accused acknowledges act acting action actions
activism activists activities actors acts addition address addressing adequate administration
administrative administrators adopt adopted adoption adultery advocating affect afforded after against
age agencies aimed alarmingly alcohol alia align all allegations alleged allow allowing already also
alternative amendment amendments among amounts amputations an and annex annexed anniversary announcement
antisemitism any apostasy appeal appeals applic applicable application applications appointment
approaches appropriate approved approximately arbitrarily arbitrary are area areas arising armed around
arrears arrest arrested arrests article artists as aspects assault assembly assist assistance associates
association associations at attacks attainable attempt attendance attention authorities authority
availability available avoid avoiding bail barriers based basic basis be became been began behalf being
belief belonging benefits between bilateral bill bis blasphemy block bloggers bodies both boys branches
bring bringing broad brought budget burial burials business businesses but by call called calls can
cancellation capacity care carried carry carrying cases cease cemeteries censorship certain challenges
change chap characters charges chastity child children choice choose circumstances citizens citizenship
civil classified clear clearly closure code collaboration combat commensurate commercial commit
commitment commitments committed communicate communication communications communities commute companies
complaints compliance comprehensive concern concerned concerning concerns concluding conclusions
concrete condemns conditions conduct conducted confession confessions confidence confiscation conflict
conformity connected connection conscience consensus consider consideration considered consistent
consistently constitutional consultations consultative contact contained contemporary context contexts
contingent continue continued continuing contrary contribute contributing contribution converts
convictions cooperate cooperated cooperating cooperation coordination corporations could counsel
countries country covering create credible crimes criminalization critical cross cruel cultural custody
cyberspace cycle data date death deaths decided decision declaration deepen defamation defence defend
defenders defending defined degrading delete deletion deliberately democratization demonstrable denial
denied denying desecration designed despite destruction detail detained detention determination develop
development devote dialogue dialogues digital diligence directive directly disappearance disappearances
disclosure discrimination discriminatory discussions disease dismissals displaced disproportionate
disregard disrupt disruption disseminate dissemination diverse do document documentation domestic done
down downing draft drinking drug dual due during each early economic edition education effect effective
effectively efforts eighth elected elections eliminate elimination emergencies emphasizes employ
employee employment enable enabling encourages encouraging end enforced enforcement engage engaged
engagement enhance enhanced enhancing enjoyment enrolment ensure ensuring enterprises entities entitled
entry environment environmental environmentalists equal equitable escalated essential establish
established establishing establishment ethnic events everyone evidence examination examine except
exclusion executions exercise exercising exile exist existing expedient expeditious experienced explore
expressed expresses expressing expression extract extraction extrajudicial face faced facilitate
facilitating facto factor failure fair faith families family fate favourable female field fiftieth fifty
film fine firearms first flight focal follow following footnotes for force forced foreign former forms
found fragments free freedom freedoms frequency frequent from fuelling fulfilment full fully fundamental
fundamentally further gather gender general genital genuine girl girls girlsrightsplatform give gives
giving global glorification governing government governmental granted gravesites grievances grossly
group groups guarantee guarantees had harassment harm harsh has hatred have head health hearing held her
high highest highlighted hijab hinder hindrance his hold holders honour host https human humanitarian
hygiene identity ill impact impart impartial impartially impediments implement implementation
implemented implications importance important impose imposing imposition imprecise imprisoned improve
improvement improvements improving impunity in incitement include includes including inclusion inclusive
incommunicado incompatible increase increased increasing independent independently indigenous
individually individuals inexpensive information informed informing inhuman innocence insecurity
instances institution institutions instruments integrate integration intensified intensify intentionally
inter interference intergovernmental interim interleaved internal internally international
internationally intimate intimidation into intolerance introduce investigate investigated investigating
investigations invitation involved involvement involving is issued issues it item its journalists
judicial judiciary juridical just justice justified kept killing killings known labour laid land
language languages largest launch law laws lawyers leaders leadership leads legal legislation legitimacy
legitimate lengthy letter level levels licences life lift light limitations limited line linguistic
living local lodge long looked low made maintain majority makers making mandate mandates manner many
market marriage married mass may meaningful means measures mechanism mechanisms media medical meeting
meets members membership men mental mid migrant migrants military million minorities minority
minorityforum minors mobile monitor monitoring moratorium most movement mutilation namely narrow
national nationality nationals nationwide nature necessary need negative neo networks never new next
ninth no non not notably note notes notification noting notions number object obligation obligations
observance observations obstructions occur of offence offences offenders offering office officials
offline on one ongoing online only openness operate operating operative opinion opponents opportunity
options or order organizations organs other others otherwise out outcome outstanding overall overly
overseas oversight page pages paragraph paragraphs pardoned pardons part participation particular
particularly partner partnerships party paused pay peace peacebuilding peaceful penal penalties penalty
pending pensions peoples perceived perform periodic permits perpetrators persecution persons perspective
physical places play played plenary pluralistic points policies policy political poor populations
positions positive possibility possible practical practice practices practitioners prefixed present
presented presumption prevent preventing prevention previous primary principles prior prison prisoner
prisoners prisons privacy private procedural procedure procedures proceedings process processes
professionals programme programmes progress prohibiting prohibition prominent promote promoting
promotion prompt promptly properties property proportionality proposed prosecuted prosecution protect
protecting protection protections protesters protests provide provided providing provision provisions
psychological public punishment punishments punitive purpose purposes pursuant put qualify questions
racial racism rape rare rather ratifying readiness reaffirmed reaffirming real realization realizing
reasonable recalls receive received recent recognition recognized recognizing recommendation
recommendations recommended references referred reform reforms refrain refugee refugees regard regarding
regional registration regulatory reiterates reiterating reject rejected relate related relating relation
relations release relevant religion religious remain remedies remedy remove renewed reparation repealed
repeated report reportedly reporting reports represent representation representatives repression
reprisal reprisals reproduced request requests required requiring rescinding reservation reservations
reside resolution resolutions resources respect respecting respective respond response responsibility
responsible responsive rest restricted restriction restrictions restrictive resulting results resume
retiree return review reviews revised right rights risk robust role row rule rules rural safe safeguards
same sanitation schools scope scribd second secondary sect sectors security seek seeking select
selective self sending sentence sentences serious seriously services session seventy severe sex sexual
shall should shutting significant significantly situation situations sixth so social society some soon
source sources spaces spacing speaks special specific specifically sponsors sporting stages stakeholders
standard standards standing statement statements status steps stigmatization stored strengthen
strengthening stresses strive strong strongly students subject subjected subjection submission submit
submitted submitting subregional substantial substantive such suggestions summons supplies support
supporting suppression surveillance suspicious symbol system systematic systemic tabled take taken
taking target targeted targeting teachers technical technologies technology temporary tenets term terms
territory text than that the their them thematic therefore thereof thereto these they things third this
those thought threats throttling through time timely times title to tolerance torture towards trade
trafficking translate translation transnational transparent transparently treaties treatment treaty
trial trials twentieth under underlines underlining undermine undermines undermining understanding
understands undertaken undue unduly unhindered union universal universally unjustified unjustly unlawful
unlawfully unnecessarily unrecognized unrests up uphold upon urge urged urgent urges urging use used
users vaguely valuable value verbal victims vietnamhumanrightsdefenders view violation violations
violence violent visit visits vital voice vol vote wage wages was water ways weaken websites welcomes
well were where whereabouts wherever whether which while who whole whose widespread with withdraw
withdrawal withheld within without witnesses women work worker workers working world worldwide worship
xenophobia years your youth
`
    .trim()
    .split(/\s+/),
)
