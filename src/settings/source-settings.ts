import { z } from 'zod'

const common = {
  /** Mapping file, relative to the home folder. */
  map: z.string().min(1).optional(),
  /** The source holds changed records only. */
  update: z.boolean().default(false),
  /** How often is looked. */
  everyMinutes: z.int().min(1).max(525_600).optional(),
}

const folderSource = z.strictObject({
  folder: z.string().min(1),
  /** Names of files that are exports; * stands for anything. */
  files: z.string().min(1).default('*'),
  /** Exports hold persons in the clear: whether one is deleted once it is taken in. */
  deleteAfter: z.boolean().default(false),
  ...common,
})

const viewSource = z.strictObject({
  /** postgres://, mysql://, mssql:// with user, host and database, or sqlite: and a path; without a password. */
  database: z.string().regex(/^(postgres(ql)?:\/\/|mysql:\/\/|mssql:\/\/|sqlite:.)/, {
    error: 'write postgres://, mysql:// or mssql://user@host/database, or sqlite:path',
  }),
  view: z.string().min(1),
  /** File with the password of the account, relative to the home folder. */
  passwordFile: z.string().min(1).optional(),
  /** File with the certificates (PEM) of the authorities that the server's own is checked by, relative to the home folder. */
  ca: z.string().min(1).optional(),
  /** refuse: a server on another machine is not read without TLS. */
  plainDatabase: z.enum(['refuse', 'allow']).default('refuse'),
  /** refuse: an account that may write there is not used. */
  writableAccount: z.enum(['refuse', 'allow']).default('refuse'),
  ...common,
})

/** Where the node reads its register by itself: a folder of exports, or a view of a database. */
export const sourceSettingsSchema = z.union([folderSource, viewSource], {
  error:
    'name a folder, or a database and a view; see the commented sample in node-config/police.yaml',
})
export type SourceSettings = z.infer<typeof sourceSettingsSchema>
export type FolderSettings = z.infer<typeof folderSource>
export type ViewSettings = z.infer<typeof viewSource>
