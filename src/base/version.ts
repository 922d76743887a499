/** The version of this program, as in package.json: what it states of itself to the others of a round. */
export const SOFTWARE_VERSION = '0.2.0'
