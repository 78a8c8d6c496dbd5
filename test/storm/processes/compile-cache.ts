import { fileURLToPath } from 'node:url';

/** The environment of processes that die and are begun again: what one of them has compiled, the next takes from there. */
export const CACHED = {
  ...process.env,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/storm', import.meta.url)),
};
