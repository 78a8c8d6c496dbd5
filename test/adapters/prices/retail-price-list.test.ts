import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { retailPriceList } from '../../../src/adapters/prices/retail-price-list.ts';
import { RETAIL_PRICES } from '../../../src/config/retail-prices.ts';
import { WebServer } from '../../support/web-server.ts';

const item = (over: object) => ({
  armSkuName: 'Standard_D2s_v3',
  armRegionName: 'westeurope',
  currencyCode: 'EUR',
  productName: 'Virtual Machines DSv3 Series',
  skuName: 'D2s v3',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  retailPrice: 0.1,
  ...over,
});
const LIST = {
  Items: [
    item({ skuName: 'D2s v3 Spot', retailPrice: 0.02 }),
    item({ skuName: 'D2s v3 Low Priority', retailPrice: 0.03 }),
    item({ productName: 'DSv3 Series CloudServices', retailPrice: 0.18 }),
    item({ productName: 'DSv3 Series Cloud Services', retailPrice: 0.17 }),
    item({ retailPrice: 0 }),
    item({ productName: 'Virtual Machines DSv3 Series Windows', retailPrice: 0.19 }),
    item({}),
  ],
};
const LINUX = { size: 'STANDARD_D2S_V3', windows: false };
const HOUR = 3_600_000;

describe('the retail price list', () => {
  let server: WebServer;
  let now = 0;
  beforeAll(async () => {
    server = await WebServer.start();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.answer = { text: JSON.stringify(LIST) };
    now = 0;
  });

  const prices = (over: object = {}) => {
    const address = `http://${server.host}/api/retail/prices`;
    const config = RETAIL_PRICES.parse({ region: 'westeurope', currency: 'EUR', address, ...over });
    return retailPriceList(config, { hosts: [server.host], now: () => now });
  };

  it('has the price of a machine and its operating system, and no Spot price', async () => {
    const list = prices({ deallocatedNodeHour: 0.01 });
    expect(await list.priceOf(LINUX)).toEqual({ nodeHour: 0.1, deallocatedNodeHour: 0.01, currency: 'EUR' });
    expect((await list.priceOf({ ...LINUX, windows: true }))?.nodeHour).toBe(0.19);
    const filter = new URL(server.requests[0]?.url ?? '', 'http://x').searchParams.get('$filter');
    expect(filter).toContain("armSkuName eq 'Standard_D2s_v3'");
    expect(filter).toContain("armRegionName eq 'westeurope'");
  });

  it('has the price that is in force, and none that has ended or begins later', async () => {
    const [march, april] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'];
    const Items = [
      item({ effectiveStartDate: '2025-01-01T00:00:00Z', effectiveEndDate: '2026-02-28T23:59:59Z', retailPrice: 0.5 }),
      item({ effectiveStartDate: april, retailPrice: 0.7 }),
      item({ effectiveStartDate: march, effectiveEndDate: '2026-03-31T23:59:59Z', retailPrice: 0.6 }),
    ];
    server.answer = { text: JSON.stringify({ Items }) };
    const list = prices();
    now = Date.parse(march);
    expect((await list.priceOf(LINUX))?.nodeHour).toBe(0.6);
    now = Date.parse(april);
    expect((await list.priceOf(LINUX))?.nodeHour).toBe(0.7);
  });

  it('is asked once a day', async () => {
    const list = prices();
    await list.priceOf(LINUX);
    now = 23 * HOUR;
    await list.priceOf(LINUX);
    expect(server.requests).toHaveLength(1);
    now = 25 * HOUR;
    await list.priceOf(LINUX);
    expect(server.requests).toHaveLength(2);
  });

  it('keeps an old price where a new one cannot be fetched, and asks again after an hour', async () => {
    const list = prices();
    await list.priceOf(LINUX);
    server.answer = { status: 503 };
    now = 25 * HOUR;
    expect((await list.priceOf(LINUX))?.nodeHour).toBe(0.1);
    now = 27 * HOUR;
    await list.priceOf(LINUX);
    expect(server.requests).toHaveLength(3);
  });

  it.each(['[]', 'no JSON', '{"Items":[]}'])('has no price in %s', async (text) => {
    server.answer = { text };
    expect(await prices().priceOf(LINUX)).toBeUndefined();
  });

  it('can be a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'prices-')), 'prices.json');
    writeFileSync(file, JSON.stringify(LIST));
    expect((await prices({ file }).priceOf(LINUX))?.nodeHour).toBe(0.1);
    expect(server.requests).toHaveLength(0);
    expect(await prices({ file: `${file}.none` }).priceOf(LINUX)).toBeUndefined();
  });
});
