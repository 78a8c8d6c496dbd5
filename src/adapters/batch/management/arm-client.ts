import type { AccountQuotas } from '../../../ports/account-quotas.ts';
import { AppError } from '../../../ports/errors.ts';
import type { PoolCreation, PoolOrder } from '../../../ports/pool-resources.ts';
import type { PlatformImage } from '../../../ports/published-images.ts';
import { strangeResponse } from '../client/batch-failure.ts';
import { fromWireQuotas } from '../from-wire/from-wire-quotas.ts';
import { membersOf } from '../from-wire/members-of.ts';
import { createArmPool } from './arm-create-pool.ts';
import { armFailure, armPoolIn, isArmNotFound, isArmSuccess, readingArm } from './arm-failure.ts';
import { listImageVersions } from './arm-image-versions.ts';
import { type ArmClientOptions, armSender } from './arm-sender.ts';

/** One account on Azure Resource Manager. */
export interface ArmClient {
  /** The endpoint of the account's data plane. */
  accountEndpoint(): Promise<string>;
  /** The published versions of an image in the account's region. */
  publishedVersions(image: PlatformImage): Promise<readonly string[]>;
  /** The quotas of the account; `undefined` if it shows none. */
  quotas(): Promise<AccountQuotas | undefined>;
  /** A pool as Azure Resource Manager returns it; `undefined` if there is none. */
  findPool(poolId: string): Promise<unknown>;
  /** Creates a pool; body and response are passed on unchanged. */
  createPool(poolId: string, order: PoolOrder): Promise<PoolCreation>;
}

/**
 * A client for one account on Azure Resource Manager. It uses the pipeline of the SDK, but not its serializer, which drops
 * `upgradePolicy` and `tags` and adds defaults on reading.
 */
export function createArmClient(options: ArmClientOptions): ArmClient {
  const { resourceId } = options;
  const send = armSender(options);
  const findPool = async (poolId: string): Promise<unknown> => {
    const what = `Reading the pool ${poolId} on the management plane`;
    const answer = await readingArm(what, () => send({ method: 'GET', path: `${resourceId}/pools/${poolId}` }));
    if (isArmNotFound(answer)) return undefined;
    if (!isArmSuccess(answer)) throw armFailure(what, answer);
    const pool = armPoolIn(answer.body);
    if (pool === undefined) throw strangeResponse(what, 'no pool');
    return pool;
  };
  const readAccount = async () => {
    const what = `Reading the account ${resourceId}`;
    const answer = await readingArm(what, () => send({ method: 'GET', path: resourceId }));
    if (!isArmSuccess(answer)) throw armFailure(what, answer);
    return membersOf(answer.body);
  };
  return {
    accountEndpoint: async () => {
      const { accountEndpoint } = membersOf((await readAccount())['properties']);
      if (typeof accountEndpoint === 'string') return `https://${accountEndpoint}`;
      throw new AppError('BatchUnavailable', `The account ${resourceId} has no data plane endpoint in its response.`);
    },
    publishedVersions: async (image) => {
      const { location } = await readAccount();
      const subscription = resourceId.split('/')[2] ?? '';
      if (typeof location === 'string') return listImageVersions(send, { subscription, location }, image);
      throw new AppError('BatchUnavailable', `The account ${resourceId} has no location in its response.`);
    },
    quotas: async () => fromWireQuotas(await readAccount()),
    findPool,
    createPool: (poolId, order) =>
      createArmPool({ send, find: () => findPool(poolId), path: `${resourceId}/pools/${poolId}` }, order),
  };
}
