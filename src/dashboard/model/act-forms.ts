import type { Request } from './request.ts';

/** The acts on a pool that the page offers. */
export const ACT_NAMES = [
  'keep-on',
  'skip-closing',
  'start',
  'deallocate',
  'pin',
  'announce',
  'leave-alone',
  'end-override',
  'reset-circuit',
] as const;

/** The name of an act. */
export type ActName = (typeof ACT_NAMES)[number];

/** The input of a form. */
export interface ActInput {
  readonly nodes: string;
  readonly until: string | undefined;
  readonly from: string | undefined;
  readonly note: string;
  /** Nodes to pin. */
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** Whether it is carried out despite an emergency stop. */
  readonly despiteStop: boolean;
}

/** One field of the form of an act. */
export type ActField = 'nodes' | 'until' | 'note' | 'by' | 'optional-until';

/** An act as a form: its title, its fields, and the request that it sends. */
export interface ActForm {
  readonly title: string;
  /** Its purpose, in one sentence. */
  readonly about: string;
  readonly fields: readonly ActField[];
  /** The label of the number of nodes. */
  readonly nodesLabel?: string;
  readonly confirm: string;
  /** An emergency stop refuses it, unless the user overrides that. */
  readonly isStoppable?: true;
  /** The request without its dry run, relative to the path of the pool. */
  readonly request: (input: ActInput) => Omit<Request, 'signal'>;
}

const OVERRIDE = 'override';

function amountOf(text: string): number | string {
  const trimmed = text.trim();
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function choiceOf(text: string): Readonly<Record<string, unknown>> {
  return text.trim() === '' || text.trim() === '100%' ? { all: true } : { count: Number(text) };
}

function power(action: 'start' | 'deallocate'): ActForm['request'] {
  return ({ nodes, note, until, despiteStop }) => ({
    method: 'POST',
    path: action,
    body: {
      ...choiceOf(nodes),
      reason: note === '' ? `asked for on the page` : note,
      ...(until !== undefined && { until }),
      ...(despiteStop && { despiteStop }),
    },
  });
}

/** The forms of all acts on a pool. */
export const ACT_FORMS: Readonly<Record<ActName, ActForm>> = {
  'keep-on': {
    title: 'Keep on until',
    about: 'This many nodes stay ready until then, whatever the schedules say.',
    fields: ['nodes', 'until', 'note'],
    nodesLabel: 'Nodes, or a share such as 100%',
    confirm: 'Keep on',
    request: ({ nodes, until, note }) => ({
      method: 'PUT',
      path: OVERRIDE,
      body: { capacity: { min: amountOf(nodes) }, until, note },
    }),
  },
  'skip-closing': {
    title: 'Skip tonight',
    about: 'The next closing is skipped: the nodes stay on until the time below.',
    fields: ['nodes', 'until', 'note'],
    nodesLabel: 'Nodes that stay on',
    confirm: 'Skip the closing',
    request: ({ nodes, until, note }) => ({
      method: 'PUT',
      path: OVERRIDE,
      body: { capacity: { min: amountOf(nodes) }, until, note },
    }),
  },
  start: {
    title: 'Start nodes',
    about: 'Nodes are started at once, within protection, overrides and budgets.',
    fields: ['nodes', 'note', 'optional-until'],
    nodesLabel: 'How many; if empty, all of them',
    confirm: 'Start',
    isStoppable: true,
    request: power('start'),
  },
  deallocate: {
    title: 'Deallocate nodes',
    about: 'Idle nodes are deallocated at once, running nodes when their tasks have ended.',
    fields: ['nodes', 'note', 'optional-until'],
    nodesLabel: 'How many; if empty, all of them',
    confirm: 'Deallocate',
    isStoppable: true,
    request: power('deallocate'),
  },
  pin: {
    title: 'Pin a node',
    about: 'The node stays on, or off, until then. This replaces the present override of the pool.',
    fields: ['until', 'note'],
    confirm: 'Pin',
    request: ({ on, off, until, note }) => ({
      method: 'PUT',
      path: OVERRIDE,
      body: { nodes: { on, off }, until, note },
    }),
  },
  announce: {
    title: 'Announce work',
    about: 'Nodes for this many task slots are ready by then, within the maximum of the schedules.',
    fields: ['nodes', 'by', 'note'],
    nodesLabel: 'Task slots',
    confirm: 'Announce',
    request: ({ nodes, from, note }) => ({
      method: 'POST',
      path: 'announcements',
      body: { slots: Number(nodes), by: from, note },
    }),
  },
  'leave-alone': {
    title: 'Leave alone until',
    about: 'No node is started or deallocated until then, whatever requests it.',
    fields: ['until', 'note'],
    confirm: 'Leave alone',
    request: ({ until, note }) => ({ method: 'PUT', path: OVERRIDE, body: { leaveAlone: true, until, note } }),
  },
  'end-override': {
    title: 'End the override',
    about: 'The schedules apply again from now on.',
    fields: [],
    confirm: 'End it',
    request: () => ({ method: 'DELETE', path: OVERRIDE }),
  },
  'reset-circuit': {
    title: 'Reset the circuit',
    about: 'From the next evaluation on, nodes are started again although too many have failed their gate.',
    fields: [],
    confirm: 'Reset',
    request: () => ({ method: 'POST', path: 'circuit/reset' }),
  },
};
