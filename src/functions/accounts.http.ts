import { ACCOUNTS } from '../http/operations/accounts.ts';
import { register } from './register.ts';

register(ACCOUNTS);
