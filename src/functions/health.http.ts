import { HEALTH } from '../http/operations/app.ts';
import { register } from './register.ts';

register(HEALTH);
