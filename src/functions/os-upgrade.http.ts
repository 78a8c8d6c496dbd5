import { UPGRADES } from '../http/operations/os-upgrade.ts';
import { register } from './register.ts';

register(UPGRADES);
