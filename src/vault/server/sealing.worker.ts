/** The thread in which the server seals what it then cannot open: a hybrid seal takes milliseconds of a processor. */
import { parentPort } from 'node:worker_threads'
import { Encrypter } from 'age-encryption'

type Asked = { readonly id: number; readonly plain: Uint8Array; readonly recipient: string }

/** Null where the recipient is none. */
const seal = async ({ plain, recipient }: Asked): Promise<Uint8Array | null> => {
  const encrypter = new Encrypter()
  try {
    encrypter.addRecipient(recipient)
    return await encrypter.encrypt(plain)
  } catch {
    return null
  }
}

parentPort?.on('message', async (asked: Asked) => {
  const sealed = await seal(asked)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ id: asked.id, sealed })
})
