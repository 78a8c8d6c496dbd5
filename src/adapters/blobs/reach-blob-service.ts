import type { TokenCredential } from '@azure/core-auth';
import { AppError } from '../../ports/errors.ts';
import { STORAGE_PATIENCE_MS } from '../storage-patience.ts';
import { FORECAST_CONTAINER } from './forecast-blobs.ts';

/** The first version of the service that knows Microsoft Entra ID is older. */
const API_VERSION = '2021-12-02';
const SCOPE = 'https://storage.azure.com/.default';

/** Reads a container, which need not exist, as an identity. @throws AppError if it may not, or the service is not available */
export async function reachAs(credential: TokenCredential, address: string): Promise<void> {
  const response = await ask(address, async (signal) => {
    const access = await credential.getToken(SCOPE, { abortSignal: signal });
    const headers = { authorization: `Bearer ${access?.token}`, 'x-ms-version': API_VERSION };
    return { url: `${address.replace(/\/$/, '')}/${FORECAST_CONTAINER}?restype=container`, headers };
  });
  requireAvailable(response);
  const { status, host, code } = response;
  if (status !== 401 && status !== 403) return;
  throw new AppError(
    'Misconfigured',
    `The blob service at ${host} refuses the app (${[status, ...code].join(' ')}): its identity needs the role Storage Blob Data Owner, and the network rules of the storage account must let it in.`,
  );
}

/** Asks without an identity: any response but an error of the service shows that it is available. @throws AppError if it is not */
export async function reachAnonymously(address: string): Promise<void> {
  requireAvailable(await ask(address, async () => ({ url: `${address}?restype=service&comp=properties` })));
}

/** How the service has responded. */
interface Response {
  readonly host: string;
  readonly status: number;
  /** The error code of the service, if it has named one. */
  readonly code: readonly string[];
}

function requireAvailable({ host, status }: Response): void {
  if (status < 500) return;
  throw new AppError('StorageUnavailable', `The blob service at ${host} answers ${status}.`);
}

interface Question {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(address: string, question: (signal: AbortSignal) => Promise<Question>): Promise<Response> {
  const { host } = new URL(address);
  const signal = AbortSignal.timeout(STORAGE_PATIENCE_MS);
  try {
    const { url, headers = {} } = await question(signal);
    const response = await fetch(url, { method: 'HEAD', headers, signal });
    const code = response.headers.get('x-ms-error-code');
    return { host, status: response.status, code: code === null ? [] : [code] };
  } catch (error) {
    throw new AppError('StorageUnavailable', `The blob service at ${host} could not be reached.`, { cause: error });
  }
}
