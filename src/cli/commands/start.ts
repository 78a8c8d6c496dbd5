import { actCommand } from '../terminal/act-command.ts';

/** `start ACCOUNT/POOL --count 2 --reason TEXT`: requests the start of deallocated nodes from a running app. */
export const start = actCommand('start', 'Starts nodes of a pool that are deallocated.');
