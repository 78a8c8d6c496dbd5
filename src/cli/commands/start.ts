import { actCommand } from '../terminal/act-command.ts';

/** `start ACCOUNT/POOL --count 2 --reason TEXT`: asks a running app to start nodes that are deallocated. */
export const start = actCommand('start', 'Starts nodes of a pool that are deallocated.');
