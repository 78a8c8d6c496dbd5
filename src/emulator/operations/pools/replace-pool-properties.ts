import * as z from 'zod';
import { METADATA } from '../../bodies/common-schemas.ts';
import { ALWAYS_UPDATABLE, PACKAGE_REFERENCES } from '../../bodies/pool-schema.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeSettings } from '../../life/pool-change.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { toPoolSettings } from '../../views/pool-settings.ts';

/** Certificates are required up to 2024-02-01.19.0 and gone from 2025-06-01 on: here they may always be left out. */
const BODY = z.strictObject({
  ...ALWAYS_UPDATABLE,
  applicationPackageReferences: PACKAGE_REFERENCES,
  metadata: METADATA,
});

/**
 * POST /pools/{poolId}/updateproperties (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/replace-pool-properties
 */
export const replacePoolProperties: Operation = {
  name: 'Pools_ReplacePoolProperties',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/updateproperties',
  handle: ({ path, body }, { account, world }) => {
    const pool = lookupPool(account, path);
    const wanted = toPoolSettings(readBody(body, BODY));
    requireActive(pool);
    // "This fully replaces all the updatable properties of the Pool. For example, if … StartTask is not specified with this
    // request, then the Batch service will remove the existing StartTask." (same page)
    const {
      startTask: _start,
      metadata: _metadata,
      applicationPackages: _packages,
      certificates: _certificates,
      targetNodeCommunicationMode: _mode,
      ...kept
    } = pool.settings;
    changeSettings(world, pool, { ...kept, ...wanted });
    return { status: 204, headers: entityHeaders(pool) };
  },
};
