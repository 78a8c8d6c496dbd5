import { describe, expect, it } from 'vitest';
import { fromWireQuotas } from '../../../../src/adapters/batch/from-wire/from-wire-quotas.ts';
import { accountQuotas } from '../../../../src/adapters/batch/management/account-quotas.ts';

const NONE = { dedicatedCores: undefined, lowPriorityCores: undefined, families: [], pools: undefined };

describe('the quotas of an account', () => {
  it('are those that it shows, by family only where the service enforces these', () => {
    const properties = {
      dedicatedCoreQuota: 200,
      lowPriorityCoreQuota: 50,
      poolQuota: 100,
      dedicatedCoreQuotaPerVMFamily: [
        { name: 'standardFSv2Family', coreQuota: 64 },
        { name: 'standardDSv3Family', coreQuota: 0 },
      ],
      dedicatedCoreQuotaPerVMFamilyEnforced: true,
    };
    const quotas = { dedicatedCores: 200, lowPriorityCores: 50, pools: 100 };
    expect(fromWireQuotas({ properties })).toEqual({
      ...quotas,
      families: [
        { family: 'standardDSv3Family', cores: 0 },
        { family: 'standardFSv2Family', cores: 64 },
      ],
    });
    const notEnforced = { ...properties, dedicatedCoreQuotaPerVMFamilyEnforced: false };
    expect(fromWireQuotas({ properties: notEnforced })).toEqual({ ...quotas, families: [] });
  });

  it.each([
    ['members that are missing', { properties: {} }, NONE],
    ['null, which user subscription accounts show', { properties: { dedicatedCoreQuota: null } }, NONE],
    ['members of another kind', { properties: { dedicatedCoreQuota: 'many', poolQuota: 7 } }, { ...NONE, pools: 7 }],
    ['no account at all', 'gateway time-out', undefined],
  ])('are not invented for %s', (_, wire, quotas) => {
    expect(fromWireQuotas(wire)).toEqual(quotas);
  });

  it('are read once an hour, and once a minute while they cannot be read', async () => {
    let now = 0;
    let reads = 0;
    let answer = async () => ({ ...NONE, pools: 1 });
    const reader = accountQuotas(
      () => {
        reads += 1;
        return answer();
      },
      () => now,
    );
    expect(await Promise.all([reader.quotasOf('demo'), reader.quotasOf('demo')])).toEqual([
      { ...NONE, pools: 1 },
      { ...NONE, pools: 1 },
    ]);
    now = 3_599_999;
    await reader.quotasOf('demo');
    expect(reads).toBe(1);
    answer = () => Promise.reject(new Error('the management plane is down'));
    now = 3_600_000;
    expect(await reader.quotasOf('demo')).toBeUndefined();
    now += 59_999;
    expect(await reader.quotasOf('demo')).toBeUndefined();
    expect(reads).toBe(2);
    now += 1;
    await reader.quotasOf('demo');
    expect(reads).toBe(3);
  });
});
