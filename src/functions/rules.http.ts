import { RULES } from '../http/operations/documents.ts';
import { register } from './register.ts';

register(RULES);
