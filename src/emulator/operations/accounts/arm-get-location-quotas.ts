import type { ArmLocationQuota } from '../../../wire/arm-location.ts';
import type { Operation } from '../../http/operation.ts';

/** On purpose: the number is that of the accounts that there are, since none can be created here. */
export const armGetLocationQuotas: Operation = {
  name: 'Location_GetQuotas',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Batch/locations/{locationName}/quotas',
  handle: (_, { world }) => {
    const body: ArmLocationQuota = { accountQuota: world.accounts.size };
    return { status: 200, body };
  },
};
