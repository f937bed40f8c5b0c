/** Where a field stands on the page: the target of the error summary. */
export const idOfPath = (path: string): string => `field-${path.replaceAll('.', '-')}`
