/** A finished file to the member's downloads; as nothing that a browser would open by itself at our address. */
export const saveFile = (file: Blob, name: string): void => {
  const address = URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
