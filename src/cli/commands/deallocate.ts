import { actCommand } from '../terminal/act-command.ts';

/** `deallocate ACCOUNT/POOL --count 2 --reason TEXT`: asks a running app to deallocate nodes, when their tasks are done. */
export const deallocate = actCommand(
  'deallocate',
  'Deallocates nodes of a pool: idle ones at once, running ones when their tasks are done.',
);
