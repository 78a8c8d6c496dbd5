import { ANNOUNCEMENTS, CIRCUITS, OVERRIDES } from '../http/operations/pool-notes.ts';
import { register } from './register.ts';

register(ANNOUNCEMENTS);
register(CIRCUITS);
register(OVERRIDES);
