import { actCommand } from '../terminal/act-command.ts';

/** `deallocate ACCOUNT/POOL --count 2 --reason TEXT`: requests the deallocation of nodes, after their tasks, from a running app. */
export const deallocate = actCommand(
  'deallocate',
  'Deallocates nodes of a pool: idle nodes at once, running nodes when their tasks have ended.',
);
