import * as z from 'zod';

/** A pool id, with `*` for any run of characters; `account/pool` for one account only. */
export const POOL_PATTERN = z
  .string('the id of a pool is expected')
  .regex(
    /^(?:[a-z0-9*]{1,24}\/)?[A-Za-z0-9_*-]{1,64}$/,
    'a pool id is expected, such as "render", "render-*" or "account/render"',
  )
  .describe('A pool id; * matches any run of characters; "account/pool" means one account.');
