import * as z from 'zod';
import type { AccountQuotas } from '../../../ports/account-quotas.ts';

const FAMILY = z.lazy(() => z.object({ name: z.string(), coreQuota: z.number() }));

/** Only the members that are used; a member of another type counts as missing. */
const ACCOUNT = z.lazy(() =>
  z.object({
    properties: z
      .object({
        dedicatedCoreQuota: z.number().nullish().catch(undefined),
        lowPriorityCoreQuota: z.number().nullish().catch(undefined),
        poolQuota: z.number().nullish().catch(undefined),
        dedicatedCoreQuotaPerVMFamily: z.array(FAMILY).nullish().catch(undefined),
        dedicatedCoreQuotaPerVMFamilyEnforced: z.boolean().nullish().catch(undefined),
      })
      .nullish(),
  }),
);

/** The quotas of an account on Azure Resource Manager; `undefined` for an invalid answer. */
export function fromWireQuotas(wire: unknown): AccountQuotas | undefined {
  const properties = ACCOUNT.safeParse(wire).data?.properties;
  if (properties === undefined || properties === null) return undefined;
  const { dedicatedCoreQuota, lowPriorityCoreQuota, poolQuota, dedicatedCoreQuotaPerVMFamily } = properties;
  const isByFamily = properties.dedicatedCoreQuotaPerVMFamilyEnforced === true;
  const families = (isByFamily ? (dedicatedCoreQuotaPerVMFamily ?? []) : []).map(({ name, coreQuota }) => ({
    family: name,
    cores: coreQuota,
  }));
  return {
    dedicatedCores: dedicatedCoreQuota ?? undefined,
    lowPriorityCores: lowPriorityCoreQuota ?? undefined,
    families: families.toSorted((a, b) => (a.family < b.family ? -1 : 1)),
    pools: poolQuota ?? undefined,
  };
}
