/** The fields of a form as a browser sends them; anything else that calls itself one is refused. */
import { error } from '@sveltejs/kit'

export const formOf = async (request: Request): Promise<FormData> => {
  try {
    return await request.formData()
  } catch {
    return error(400)
  }
}
