import { OPENAPI } from '../http/operations/all.ts';
import { register } from './register.ts';

register(OPENAPI);
