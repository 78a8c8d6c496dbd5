import { AppError } from '../../../ports/errors.ts';
import { codeOf, unparsedIn, unreached } from '../client/batch-failure.ts';
import { membersOf } from '../from-wire/members-of.ts';
import type { ArmResponse } from './arm-sender.ts';

/** Is it a success? */
export function isArmSuccess({ status }: ArmResponse): boolean {
  return status >= 200 && status < 300;
}

/** The status, code and message of a response that was no success. */
export function armSaid({ status, body }: ArmResponse): string {
  const { error } = membersOf(body) as { readonly error?: ArmErrorSaid };
  const code = typeof error?.code === 'string' ? ` ${error.code}` : '';
  const message = typeof error?.message === 'string' ? `: ${error.message}` : '';
  return `Azure answered ${status}${code}${message}${detailsSaid(error?.details)}`;
}

/** The body of an error, not validated. */
interface ArmErrorSaid {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

/** The details name the refused property and the reason; the message alone does not. */
function detailsSaid(details: unknown): string {
  if (!Array.isArray(details)) return '';
  const said = details.flatMap((detail: ArmErrorSaid | null) =>
    typeof detail?.code === 'string' && typeof detail.message === 'string' ? [`${detail.code}: ${detail.message}`] : [],
  );
  return said.length === 0 ? '' : ` (${said.join('; ')})`;
}

/** Does Azure say that something does not exist? Its errors have a code; a proxy answers 404 too, and knows nothing about that. */
export function isArmNotFound({ status, body }: ArmResponse): boolean {
  return status === 404 && typeof membersOf(membersOf(body)['error'])['code'] === 'string';
}

/** The error for a failed request to Azure Resource Manager. */
export function armFailure(what: string, response: ArmResponse): AppError {
  return new AppError('BatchUnavailable', `${what} failed: ${armSaid(response)}`);
}

/** The pool in a body, as received; `undefined` if there is none, as in the sign-in page of a proxy. */
export function armPoolIn(body: unknown): object | undefined {
  const { properties } = membersOf(body);
  return typeof properties === 'object' && properties !== null ? (body as object) : undefined;
}

/** Reads from Azure Resource Manager; a failed connection counts as a failure of Azure, and so does a response that cannot be parsed. */
export async function readingArm(what: string, send: () => Promise<ArmResponse>): Promise<ArmResponse> {
  try {
    return await send();
  } catch (error) {
    const unparsed = unparsedIn(error);
    if (unparsed !== undefined)
      throw new AppError('BatchUnavailable', `${what} failed: Azure answered ${unparsed.status} ${codeOf(unparsed)}.`);
    throw unreached(what, 'Azure', error);
  }
}
