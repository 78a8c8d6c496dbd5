import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { RetailPricesConfig } from '../../config/retail-prices.ts';
import type { Price } from '../../core/policy/policy.ts';
import type { MachineKind } from '../../core/pool/snapshot.ts';
import type { RetailPrices } from '../../ports/retail-prices.ts';
import { outboundGet } from '../outbound/outbound-get.ts';

/** https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
const LIST = z.lazy(() =>
  z.looseObject({
    Items: z.array(
      z.looseObject({
        armSkuName: z.string(),
        armRegionName: z.string(),
        currencyCode: z.string(),
        productName: z.string(),
        skuName: z.string(),
        unitOfMeasure: z.string(),
        type: z.string(),
        retailPrice: z.number(),
        effectiveStartDate: z.string().optional(),
        effectiveEndDate: z.string().optional(),
      }),
    ),
  }),
);

type Item = z.infer<typeof LIST>['Items'][number];

/** How to reach the price list. */
export interface PriceListOptions {
  /** Hosts that may have private addresses and use http. */
  readonly hosts: readonly string[];
  /** In milliseconds since the epoch. */
  readonly now: () => number;
}

/** The list changes on the first of a month. A failed fetch is repeated after an hour. */
const KEPT_MS = 24 * 3_600_000;
const RETRIED_MS = 3_600_000;
const MOST_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 10_000;

interface Known {
  readonly price: Price | undefined;
  readonly until: number;
}

/**
 * Pay-as-you-go prices of the Azure Retail Prices API, cached for a day, or those of a saved answer of it in a file. If a new
 * price cannot be fetched, the old one is used.
 */
export function retailPriceList(config: RetailPricesConfig, options: PriceListOptions): RetailPrices {
  const known = new Map<string, Known>();
  return {
    priceOf: async (machine) => {
      const key = `${machine.size.toLowerCase()} ${machine.windows}`;
      const before = known.get(key);
      const now = options.now();
      if (before !== undefined && now < before.until) return before.price;
      const items = await itemsOf(config, machine, options);
      const price = items === undefined ? before?.price : priceIn(inForce(items, now), machine, config);
      known.set(key, { price, until: now + (items === undefined ? RETRIED_MS : KEPT_MS) });
      return price;
    },
  };
}

/** `undefined` if the list cannot be read. */
async function itemsOf(
  config: RetailPricesConfig,
  machine: MachineKind,
  { hosts }: PriceListOptions,
): Promise<readonly Item[] | undefined> {
  try {
    const text =
      config.file === undefined
        ? await fetched(addressFor(config, machine), hosts)
        : await readFile(config.file, 'utf8');
    const parsed = LIST.safeParse(JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data.Items : undefined;
  } catch {
    // Without a price, reports still have hours.
    return undefined;
  }
}

async function fetched(address: URL, hosts: readonly string[]): Promise<string | undefined> {
  const headers = { accept: 'application/json' };
  const { status, body } = await outboundGet(address, {
    hosts,
    headers,
    mostBytes: MOST_BYTES,
    patienceMs: PATIENCE_MS,
  });
  return status === 200 ? body.toString('utf8') : undefined;
}

/** "Filter values are case sensitive" from api-version 2023-01-01-preview on, so the size must be in Azure's spelling. */
function addressFor({ address, region, currency }: RetailPricesConfig, { size }: MachineKind): URL {
  const url = new URL(address);
  url.searchParams.set('currencyCode', `'${currency}'`);
  const wanted = [
    "serviceName eq 'Virtual Machines'",
    "priceType eq 'Consumption'",
    `armRegionName eq '${region}'`,
    `armSkuName eq '${sizeAsListed(size)}'`,
  ];
  url.searchParams.set('$filter', wanted.join(' and '));
  return url;
}

/** `STANDARD_D2S_V3` is listed as `Standard_D2s_v3`, `Standard_nc24ads_a100_v4` as `Standard_NC24ads_A100_v4`. */
function sizeAsListed(size: string): string {
  const [tier = '', machine = '', ...rest] = size.split('_');
  const series = /^[a-z]+/i.exec(machine)?.[0] ?? '';
  const parts = rest.map((part) => (/^v\d+$/i.test(part) ? part.toLowerCase() : part.toUpperCase()));
  const tierAsListed = tier.charAt(0).toUpperCase() + tier.slice(1).toLowerCase();
  return [tierAsListed, series.toUpperCase() + machine.slice(series.length).toLowerCase(), ...parts].join('_');
}

/** The list also has prices that have ended, or that begin later. */
function inForce(items: readonly Item[], now: number): readonly Item[] {
  return items.filter(
    ({ effectiveStartDate: from, effectiveEndDate: to }) =>
      !(from !== undefined && Date.parse(from) > now) && !(to !== undefined && Date.parse(to) < now),
  );
}

/**
 * Spot and low-priority prices, those of the other operating system, and those of Cloud Services, which include Windows, are
 * other items of the same size. A price of 0 is a placeholder.
 */
function priceIn(items: readonly Item[], machine: MachineKind, config: RetailPricesConfig): Price | undefined {
  const item = items.find(
    ({ armSkuName, armRegionName, currencyCode, productName, skuName, unitOfMeasure, type, retailPrice }) =>
      armSkuName.toLowerCase() === machine.size.toLowerCase() &&
      armRegionName === config.region &&
      currencyCode === config.currency &&
      type === 'Consumption' &&
      unitOfMeasure === '1 Hour' &&
      retailPrice > 0 &&
      !/ (?:Spot|Low Priority)$/.test(skuName) &&
      !/Cloud ?Services$/i.test(productName) &&
      / Windows$/.test(productName) === machine.windows,
  );
  if (item === undefined) return undefined;
  const { currency, deallocatedNodeHour } = config;
  return { nodeHour: item.retailPrice, deallocatedNodeHour, currency };
}
