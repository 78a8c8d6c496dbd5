export { savings } from '../savings/savings.ts';
