import { SCHEDULES } from '../http/operations/documents.ts';
import { register } from './register.ts';

register(SCHEDULES);
