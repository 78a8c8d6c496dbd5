import { WEBHOOKS } from '../http/operations/webhooks.ts';
import { register } from './register.ts';

register(WEBHOOKS);
