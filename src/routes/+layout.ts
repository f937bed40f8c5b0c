/** No script unless a part of the site asks for it; only the desk does. An unknown address has none either. */
export const csr = false
