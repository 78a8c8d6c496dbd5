import { LINKS } from '../http/operations/links.ts';
import { register } from './register.ts';

register(LINKS);
