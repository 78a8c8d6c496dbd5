import { POOL_HEALTHS } from '../http/operations/pool-health.ts';
import { register } from './register.ts';

register(POOL_HEALTHS);
