/** A file that this page made, to the downloads of whoever asked for it. */
export const saveFile = (name: string, part: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([part], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // A browser may read it only after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
