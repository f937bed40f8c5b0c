/** Evidence as pages and commands see it: what they give, what they get, what is refused. */
import type { CaseRefusal, CaseView } from '#cases/client/views.ts'
import type { EvidenceType } from '#cases/core/terms.ts'
import type { Result } from '#kernel/core/result.ts'

/** As much of a browser's File as is needed. It is read piece by piece, some pieces twice. */
export type FileLike = {
  readonly name: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly lastModified: number
  /** Media type as the system guesses it; may be empty. */
  readonly type: string
  readonly slice: (from: number, to: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> }
}

/** What the member says of a file; name, media type, size and hashes are the device's to find out. */
export type EvidenceNote = {
  readonly title?: string
  readonly receivedFrom?: string
  /** EDTF. */
  readonly received?: string
  readonly receivedHow?: string
  /** Entries of sources. */
  readonly sources?: readonly string[]
  readonly note?: string
  /** Metadata that were removed from a redacted copy, by name. */
  readonly removed?: readonly string[]
}

/** Left by a cut: the same file, chosen again, goes on where it stopped. Sizes in bytes of the plain file. */
export type WaitingUpload = {
  readonly id: string
  readonly name: string
  readonly size: number
  /** While the server is away as far as this device knows; null where it knows nothing. */
  readonly done: number | null
  readonly away: boolean
}

/** Bytes to be written where the member said. A stream that fails gave no whole file: throw away what came. */
export type SavedEvidence = {
  /** Of the file to be made: with `.age` behind it when it stays encrypted. */
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly stream: ReadableStream<Uint8Array>
  /** Opens the age file; null for plain bytes. */
  readonly identity: string | null
}

export type EvidenceRefusal =
  | CaseRefusal
  /** The upload to be resumed began with another file, or this one has changed since. */
  | { readonly kind: 'other_file' }
  | { readonly kind: 'no_such_upload' }
  /** It was moved, its device was taken away, or it changed while it was read. */
  | { readonly kind: 'file_unreadable' }
  /** By `dropUpload`, while it was under way. */
  | { readonly kind: 'upload_dropped' }
  /** By `pauseUploads`: it is among `waitingUploads` and goes on with `resumeEvidence`. */
  | { readonly kind: 'upload_paused' }
  /** No entry of evidence, or its sealed part was erased. */
  | { readonly kind: 'no_such_evidence' }

type Answer<T> = Promise<Result<T, EvidenceRefusal>>
type OfCase = { readonly desk: string; readonly case: string }
type OfEvidence = OfCase & { readonly entry: string }

export type EvidenceMethods = {
  /**
   * Seals, sends and then appends the entry. Tells progress as `upload`, in bytes. What a cut leaves behind is
   * among `waitingUploads`. Refused by the server as `file_too_large`, `desk_full` or `no_room`.
   */
  addEvidence(
    given: OfCase & {
      readonly file: FileLike
      readonly type: EvidenceType
      readonly words: EvidenceNote
      /** An entry that the file tells about. */
      readonly about?: string
      /** The evidence that this is a redacted copy of. */
      readonly copyOf?: string
    },
  ): Answer<CaseView>
  waitingUploads(given: OfCase): Promise<readonly WaitingUpload[]>
  resumeEvidence(given: OfCase & { readonly id: string; readonly file: FileLike }): Answer<CaseView>
  /** Stops what is sent now, without losing what was sent. */
  pauseUploads(given: OfCase): Promise<void>
  /** Also stops one that is under way. */
  dropUpload(given: OfCase & { readonly id: string }): Promise<void>
  /** All of it, decrypted; fails at its end where the whole is not what the entry says. Progress as `download`. */
  readEvidence(given: OfEvidence): Answer<ReadableStream<Uint8Array>>
  /** Decrypted bytes from one place to another (not included), cut at the file's end. */
  readEvidencePart(
    given: OfEvidence & { readonly from: number; readonly to: number },
  ): Answer<Uint8Array<ArrayBuffer>>
  /** For writing outside of Amparo; the entry of custody, `exported`, is written before any byte is given. */
  saveEvidence(
    given: OfEvidence & {
      readonly to: 'plain' | 'age'
      /** What for, in the words of the custody. */
      readonly why?: string
    },
  ): Answer<SavedEvidence>
}
