import type { Price } from '../core/policy/policy.ts';
import type { MachineKind } from '../core/pool/snapshot.ts';

/** Prices of machines where policies have none. */
export interface RetailPrices {
  /** `undefined` where no price is known, or none could be fetched. */
  priceOf(machine: MachineKind): Promise<Price | undefined>;
}

export interface HasRetailPrices {
  readonly retailPrices: RetailPrices;
}
