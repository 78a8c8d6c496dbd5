/** Where tables, queues and blobs are: a connection string, or addresses for which the app signs in. */
export type StorageConfig =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | {
      readonly kind: 'identity';
      readonly tables: string;
      readonly queues: string;
      /** Only the archive of the audit log needs blobs. */
      readonly blobs?: string | undefined;
    };

/** What the settings say of the storage account. */
export interface StorageSettings {
  readonly connectionString: string | undefined;
  readonly accountName: string | undefined;
  readonly tables: string | undefined;
  readonly queues: string | undefined;
  readonly blobs: string | undefined;
}

/** Good enough to tell a connection string from something else; the SDK reads it. */
export const CONNECTION_STRING =
  /^(?=.*(?:AccountName|TableEndpoint)=)(?=.*(?:AccountKey|SharedAccessSignature)=)|UseDevelopmentStorage=true/i;

/**
 * The storage that the settings name; a connection string counts before everything else, an address before the account's name.
 * @returns `undefined` where they name no tables or no queues
 */
export function storageOf(settings: StorageSettings): StorageConfig | undefined {
  const { connectionString, accountName } = settings;
  if (connectionString !== undefined) return { kind: 'connection-string', connectionString };
  const service = (name: string) => accountName && `https://${accountName}.${name}.core.windows.net`;
  const tables = settings.tables ?? service('table');
  const queues = settings.queues ?? service('queue');
  const blobs = settings.blobs ?? service('blob');
  if (tables === undefined || queues === undefined) return undefined;
  return { kind: 'identity', tables, queues, ...(blobs !== undefined && { blobs }) };
}
