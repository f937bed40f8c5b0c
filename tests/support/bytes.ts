/** Numbers and letters as bytes, big end first. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')

export const word16 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export const word32 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
