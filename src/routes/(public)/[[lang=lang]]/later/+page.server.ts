/** What whoever is turned away is answered: see [Note: In turn]. Nobody else finds it. */
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ isSubRequest }) => error(isSubRequest ? 503 : 404)
