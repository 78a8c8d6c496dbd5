export { pool } from '../pools/pool.ts';
export const savings = 1;
