import { readArguments } from '../../node-health/arguments.ts';
import { runNodeHealth } from '../../node-health/run-node-health.ts';
import type { Command } from '../terminal/command.ts';

/** `node-health`: serves the health of a Batch node, composed of its agent's and its application's, until a signal ends it. */
export const nodeHealth: Command = Object.assign(runNodeHealth.bind(undefined), { read: readArguments });
