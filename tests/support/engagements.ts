/** Entries of missions, as tests append them. */

/** The coded half of the plainest engagement there is. */
export const aMeeting = {
  type: 'meeting',
  duties: ['E05'],
  role: 'ambassador',
  date: '2026-01',
  result: 'done',
  requestedBy: 'defender',
  confidentiality: 'internal',
}
