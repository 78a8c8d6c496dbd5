import type { ArmError, WireError } from '../../wire/error.ts';
import type { BatchError } from './batch-error.ts';

/**
 * The body of a refusal on the data plane. "RequestId" and "Time" are part of the message, as in every recorded answer of the
 * service.
 */
export function toWireError(
  { code, message, values }: BatchError,
  { baseUrl, requestId, time }: { readonly baseUrl: string; readonly requestId: string; readonly time: string },
): WireError {
  return {
    'odata.metadata': `${baseUrl}/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element`,
    code,
    message: { lang: 'en-US', value: `${message}\nRequestId:${requestId}\nTime:${time}` },
    ...(values.length > 0 && { values: values.map(([key, value]) => ({ key, value })) }),
  };
}

/** The body of a refusal on the management plane, where the values are details with their keys as codes. */
export function toArmError({ code, message, values }: BatchError): ArmError {
  const details = values.map(([key, value]) => ({ code: key, message: value }));
  return { error: { code, message, target: 'BatchAccount', ...(details.length > 0 && { details }) } };
}
