import * as z from 'zod';

/** Schema of `LAMPLIGHTER_RETAIL_PRICES`: the source of prices for pools whose policy has none. */
export const RETAIL_PRICES = z.lazy(() =>
  z.strictObject({
    region: z.string().regex(/^[a-z0-9]{3,40}$/, 'a region such as westeurope is expected'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three letters such as EUR are expected')
      .default('USD'),
    /** Price of an hour of a deallocated node, that is of its disks. The price list of virtual machines does not have it. */
    deallocatedNodeHour: z.number().min(0).default(0),
    /** File with a saved answer of the price list, for networks without access to the internet. */
    file: z.string().min(1).optional(),
    address: z.url({ protocol: /^https?$/ }).default('https://prices.azure.com/api/retail/prices'),
  }),
);

export type RetailPricesConfig = z.infer<typeof RETAIL_PRICES>;
