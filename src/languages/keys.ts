/** Which keys exist, taken from the English files by the compiler. A new room adds two lines (a test asks for it). */
import type languages from './messages/en/languages.json'
import type ui from './messages/en/ui.json'

type Rooms = {
  readonly languages: typeof languages
  readonly ui: typeof ui
}

type KeysOf<Room extends keyof Rooms> = `${Room}.${Extract<keyof Rooms[Room], string>}`
type AnyKey = { [Room in keyof Rooms]: KeysOf<Room> }[keyof Rooms]
type WithoutPlural<Key extends string> = Key extends `${infer Base}#${string}` ? Base : Key

/** Every key a person's text can be asked by; a plural counts as one key. */
export type MessageKey = WithoutPlural<AnyKey>
