/** A desk kit is a key on paper: the classic kind, which every age program of today can read. */
export { generateX25519Identity, identityToRecipient } from 'age-encryption'
