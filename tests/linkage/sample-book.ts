import type { CodeBook } from '../../src/base/codes.ts'

/** Three levels, two trees. */
export const book: CodeBook = {
  id: 'exploitation',
  codes: [
    { id: 'sexual' },
    { id: 'sexual-visible', within: 'sexual' },
    { id: 'sexual-hidden', within: 'sexual' },
    { id: 'other' },
    { id: 'labour', within: 'other' },
    { id: 'horeca', within: 'labour' },
    { id: 'domestic', within: 'labour' },
    { id: 'criminal', within: 'other' },
  ],
}
