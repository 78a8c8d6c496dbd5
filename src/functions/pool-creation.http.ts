import { POOL_CREATION } from '../http/operations/pool-creation.ts';
import { register } from './register.ts';

register(POOL_CREATION);
