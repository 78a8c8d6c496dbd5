import { Temporal } from 'temporal-polyfill';
import { toHttpDate } from '../world/wire-time.ts';
import type { Dated } from '../world/world.ts';

/** The headers with the ETag and the date of a resource. */
export function entityHeaders({ eTag, lastModified }: Dated): Readonly<Record<string, string>> {
  return { etag: eTag, 'last-modified': toHttpDate(Temporal.Instant.from(lastModified)) };
}
