import { TIMELINE } from '../http/operations/timeline.ts';
import { register } from './register.ts';

register(TIMELINE);
