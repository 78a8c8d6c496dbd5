import { SAVINGS } from '../http/operations/savings.ts';
import { register } from './register.ts';

register(SAVINGS);
