import type { Price } from '../core/policy/policy.ts';
import type { MachineKind } from '../core/pool/snapshot.ts';

/** Retail prices of VM sizes, for policies without a price. */
export interface RetailPrices {
  /** `undefined` if no price is known or could be fetched. */
  priceOf(machine: MachineKind): Promise<Price | undefined>;
}

export interface HasRetailPrices {
  readonly retailPrices: RetailPrices;
}
