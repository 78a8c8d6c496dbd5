/** The storage account: a connection string, or endpoints to which the app signs in with its identity. */
export type StorageConfig =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | {
      readonly kind: 'identity';
      readonly tables: string;
      readonly queues: string;
      /** Needed only to archive the audit log. */
      readonly blobs?: string | undefined;
    };

/** The storage settings as given. */
export interface StorageSettings {
  readonly connectionString: string | undefined;
  readonly accountName: string | undefined;
  readonly tables: string | undefined;
  readonly queues: string | undefined;
  readonly blobs: string | undefined;
}

/** Recognizes a connection string; the SDK parses it. */
export const CONNECTION_STRING =
  /^(?=.*(?:AccountName|TableEndpoint)=)(?=.*(?:AccountKey|SharedAccessSignature)=)|UseDevelopmentStorage=true/i;

/**
 * Chooses the storage account: a connection string takes precedence over endpoints, an endpoint over the account's name.
 * @returns `undefined` if the settings name no tables or no queues
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
