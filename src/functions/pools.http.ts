import { POOLS } from '../http/operations/pools.ts';
import { register } from './register.ts';

register(POOLS);
