import { drawLatency } from '../world/latencies.ts';
import type { Machine, World } from '../world/world.ts';

/** A machine that has not been started yet. */
export function newMachine(imageVersion: string): Machine {
  return {
    imageVersion,
    diskFrom: undefined,
    deletedFiles: new Set(),
    bootedAt: undefined,
    extensionsReadyAt: undefined,
    extensionOutcomes: new Map(),
    signals: [],
    failedVersion: undefined,
    restoring: false,
    upgradePending: false,
    failsStartTask: false,
    failedExtensions: new Map(),
  };
}

/** Starts a machine: its extensions are installed anew, and its health is probed from the beginning. */
export function bootMachine(world: World, machine: Machine): void {
  machine.bootedAt = world.now;
  machine.extensionsReadyAt = world.now.add(drawLatency(world.latencies.extension, world.chance));
  // What a fault was injected into is over with a new boot.
  const last = machine.signals.findLast(({ injected }) => injected !== true);
  machine.failsStartTask = false;
  machine.failedExtensions.clear();
  machine.signals = [{ application: 'Healthy', agent: 'healthy', ...last, from: world.now }];
  machine.upgradePending = false;
}
