import { POLICIES } from '../http/operations/documents.ts';
import { register } from './register.ts';

register(POLICIES);
