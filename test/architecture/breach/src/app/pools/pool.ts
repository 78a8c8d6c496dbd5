export const pool = 'a pool';
