import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contract } from './contract.ts';

/** The published specifications, which are not part of this repository and lie beside it where they are at hand. */
export const SPEC_FOLDER = fileURLToPath(new URL('../../../../shared/reference/spec/', import.meta.url));

/** Are the specifications at hand? Without them no answer is held to them. */
export const HAS_SPEC = existsSync(SPEC_FOLDER);

let contract: Promise<Contract | undefined> | undefined;

/** The contract of the Batch REST API, read once; `undefined` where the specifications are not at hand. */
export function openContract(): Promise<Contract | undefined> {
  contract ??= HAS_SPEC
    ? import('./contract.ts').then(({ Contract }) => new Contract(SPEC_FOLDER))
    : Promise.resolve(undefined);
  return contract;
}
