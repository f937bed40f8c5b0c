import { saveFile as save } from '#platform/ui/save_file.ts'

/** A finished file to the member's downloads; as nothing that a browser would open by itself at our address. */
export const saveFile = (file: Blob, name: string): void => save(name, file, 'application/octet-stream')
