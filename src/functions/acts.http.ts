import { ACTS } from '../http/operations/acts.ts';
import { register } from './register.ts';

register(ACTS);
