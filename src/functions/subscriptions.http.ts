import { SUBSCRIPTIONS } from '../http/operations/subscriptions.ts';
import { register } from './register.ts';

register(SUBSCRIPTIONS);
