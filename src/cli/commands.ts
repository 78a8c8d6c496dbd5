import type { Command } from './terminal/command.ts';

/** A command by its name, and how to load it: the code of other commands is not loaded. */
export interface CommandEntry {
  readonly name: string;
  /** What it does, for the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** All commands, in the order in which they are listed. A new command is a file in `commands` and an entry here. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'announce',
    summary: 'announces work for a pool, so that nodes are ready for it',
    load: async () => (await import('./commands/announce.ts')).announce,
  },
  {
    name: 'audit',
    summary: 'exports the audit log of a running app (audit export), and verifies exports (audit verify)',
    load: async () => (await import('./commands/audit.ts')).audit,
  },
  {
    name: 'check',
    summary: 'checks schedules, policies, rules, subscriptions and pool bodies in files',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'completion',
    summary: 'prints a script for bash, zsh or fish that completes the commands',
    load: async () => (await import('./commands/completion.ts')).completionOf(COMMANDS),
  },
  {
    name: 'deallocate',
    summary: 'deallocates nodes of a pool through a running app',
    load: async () => (await import('./commands/deallocate.ts')).deallocate,
  },
  {
    name: 'explain',
    summary: 'explains why a pool or a node is in its present state',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'import',
    summary: 'makes a policy and a schedule from an autoscale formula, an AWS Instance Scheduler or an off-hours tag',
    load: async () => (await import('./commands/import.ts')).importFrom,
  },
  {
    name: 'mcp',
    summary: 'serves the API to an assistant, as tools of the Model Context Protocol',
    load: async () => (await import('./commands/mcp.ts')).mcp,
  },
  {
    name: 'node-health',
    summary: 'serves the health of a Batch node to the Application Health extension',
    load: async () => (await import('./commands/node-health.ts')).nodeHealth,
  },
  {
    name: 'override',
    summary: 'overrides the schedules of a pool for a limited time, shows the override, or ends it',
    load: async () => (await import('./commands/override.ts')).override,
  },
  {
    name: 'plan',
    summary: 'makes the decisions for a pool that another program simulates',
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'preview',
    summary: 'shows what a schedule will do, and what it costs',
    load: async () => (await import('./commands/preview.ts')).preview,
  },
  {
    name: 'profile',
    summary: 'stores addresses and keys of apps under names',
    load: async () => (await import('./commands/profile.ts')).profile,
  },
  {
    name: 'put',
    summary: 'saves documents from files in a running app',
    load: async () => (await import('./commands/put.ts')).put,
  },
  {
    name: 'recommend',
    summary: 'proposes a policy and a schedule from the recorded demand of a pool',
    load: async () => (await import('./commands/recommend.ts')).recommend,
  },
  {
    name: 'replay',
    summary: 'replays policies on recorded work, and shows their cost and how long tasks wait',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  {
    name: 'savings',
    summary: 'shows what was saved, as a table or CSV',
    load: async () => (await import('./commands/savings.ts')).savings,
  },
  {
    name: 'schema',
    summary: 'prints the JSON Schema of a kind of document',
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    name: 'start',
    summary: 'starts nodes of a pool through a running app',
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'undo',
    summary: 'undoes a change or an act, given its record in the audit log',
    load: async () => (await import('./commands/undo.ts')).undo,
  },
  {
    name: 'watch',
    summary: 'shows the records of the audit log of a running app as they are written',
    load: async () => (await import('./commands/watch.ts')).watch,
  },
];
