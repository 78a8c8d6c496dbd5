import { AUDIT } from '../http/operations/audit.ts';
import { register } from './register.ts';

register(AUDIT);
