import * as z from 'zod';

/** The setting that says where prices of nodes are taken from where a policy has none. */
export const RETAIL_PRICES = z.lazy(() =>
  z.strictObject({
    region: z.string().regex(/^[a-z0-9]{3,40}$/, 'a region such as westeurope is expected'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three letters such as EUR are expected')
      .default('USD'),
    /** The disks of a node that is off are not in the list of machines. */
    deallocatedNodeHour: z.number().min(0).default(0),
    /** An answer of the price list in a file, for places without the internet. */
    file: z.string().min(1).optional(),
    address: z.url({ protocol: /^https?$/ }).default('https://prices.azure.com/api/retail/prices'),
  }),
);

/** Where prices are taken from. */
export type RetailPricesConfig = z.infer<typeof RETAIL_PRICES>;
