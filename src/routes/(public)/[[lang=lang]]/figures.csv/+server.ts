/** Where all figures could be taken along before there were open data. */
import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = () => redirect(301, '/figures/data/latest/counts.csv')
