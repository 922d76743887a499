import { join } from 'node:path'
import { type Home, readSecretKey, secretKeyOf } from './home.ts'
import { exists } from './init-home.ts'

/** Name of the variable and of the systemd credential. */
export const STORAGE_KEY_VARIABLE = 'SAMENTEL_STORAGE_KEY'
const CREDENTIAL = 'samentel-storage-key'

export type StorageKeyFrom = 'variable' | 'credential' | 'file'

export interface StorageKeySource {
  readonly key: Uint8Array
  readonly from: StorageKeyFrom
}

/**
 * The storage key: from the environment, from a credential of systemd (`LoadCredential=` or
 * `LoadCredentialEncrypted=`; it stands in the folder of $CREDENTIALS_DIRECTORY), or from
 * secrets/storage.key. The first there is. Fails with `secret.missing` or `secret.unreadable`.
 */
export async function readStorageKey(
  home: Home,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<StorageKeySource> {
  const value = environment[STORAGE_KEY_VARIABLE]
  if (value !== undefined) {
    return { key: secretKeyOf(value, `variable ${STORAGE_KEY_VARIABLE}`), from: 'variable' }
  }
  const folder = environment.CREDENTIALS_DIRECTORY
  if (folder !== undefined && (await exists(join(folder, CREDENTIAL)))) {
    return { key: await readSecretKey(join(folder, CREDENTIAL)), from: 'credential' }
  }
  return { key: await readSecretKey(home.storageKey), from: 'file' }
}
