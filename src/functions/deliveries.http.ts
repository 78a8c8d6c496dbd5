import { DELIVERIES } from '../http/operations/deliveries.ts';
import { register } from './register.ts';

register(DELIVERIES);
