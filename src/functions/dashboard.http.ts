import { DASHBOARD } from '../http/operations/dashboard.ts';
import { register } from './register.ts';

register(DASHBOARD);
