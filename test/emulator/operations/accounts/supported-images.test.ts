import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireSupportedImage } from '../../../../src/wire/supported-image.ts';
import { type Answer, EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

interface Page {
  readonly value: readonly WireSupportedImage[];
  readonly 'odata.nextLink'?: string;
}

async function page(query: string): Promise<Page> {
  const { body } = await account.call<Page>('GET', `/supportedimages?${query}`);
  return body;
}

describe('the list of supported images', () => {
  it('has what pools are made from, with the node agent that goes with it', async () => {
    const { value } = await page('');
    expect(value).toContainEqual({
      nodeAgentSKUId: 'batch.node.mariner 2.0',
      imageReference: {
        publisher: 'microsoftcblmariner',
        offer: 'cbl-mariner',
        sku: 'cbl-mariner-2',
        version: 'latest',
      },
      osType: 'linux',
      batchSupportEndOfLife: '2025-07-31T00:00:00Z',
      verificationType: 'verified',
    });
    const windows = value.filter(({ osType }) => osType === 'windows').map(({ imageReference: { sku } }) => sku);
    expect(windows).toEqual(expect.arrayContaining(['2019-datacenter-smalldisk', '2022-datacenter']));
  });

  it.each([
    ["osType eq 'windows'", ({ osType }: WireSupportedImage) => osType === 'windows'],
    ["verificationType ne 'verified'", ({ verificationType }: WireSupportedImage) => verificationType === 'unverified'],
    [
      "osType eq 'linux' and nodeAgentSKUId eq 'batch.node.ubuntu 22.04'",
      ({ nodeAgentSKUId }: WireSupportedImage) => nodeAgentSKUId === 'batch.node.ubuntu 22.04',
    ],
  ])('is filtered by %s', async (filter, passes) => {
    const all = (await page('')).value;
    const { value } = await page(`$filter=${encodeURIComponent(filter)}`);
    expect(value.length).toBeGreaterThan(0);
    expect(value).toEqual(all.filter(passes));
  });

  it('is cut into pages', async () => {
    const all = (await page('')).value;
    const found: WireSupportedImage[] = [];
    let next: string | undefined = '/supportedimages?maxresults=5';
    while (next !== undefined) {
      const { body: part }: Answer<Page> = await account.call<Page>('GET', next);
      found.push(...part.value);
      next = part['odata.nextLink']?.replace(account.url, '');
    }
    expect(found).toEqual(all);
  });

  it('cannot be filtered by what the service does not filter by', async () => {
    const answer = await account.call<object>('GET', "/supportedimages?$filter=capabilities eq 'DockerCompatible'");
    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidQueryParameterValue' } });
  });
});
