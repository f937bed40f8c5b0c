/** Ids that can stand in an address, made of names and of ids of other files. Pure. */

/** Signs beyond the Latin letters have no place in one: `otherwise` stands for a name in another script. */
export const plainId = (text: string, otherwise: string): string => {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, 70)
  return plain === '' ? otherwise : plain
}

/** Gives each id once: the next one of the same words has a number. */
export const takenIds = (): { readonly give: (wanted: string) => string } => {
  const taken = new Set<string>()
  return {
    give: (wanted) => {
      let [id, n] = [wanted, 1]
      while (taken.has(id)) id = `${wanted}-${(n += 1)}`
      taken.add(id)
      return id
    },
  }
}

/** What an address of a body begins from. */
export const plainSlug = (text: string): string =>
  plainId(text, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '')
