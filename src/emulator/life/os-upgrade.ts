import { followsLatest } from '../world/images.ts';
import type { Node, Pool, Rollout, World } from '../world/world.ts';
import { applicationHealthAt, isApplicationHealth } from './application-health.ts';
import { extensionsOf } from './extensions.ts';
import { enterState, readyState } from './node-life.ts';
import { requeueTask } from './task-life.ts';
import { rulesOf } from './upgrade-rules.ts';

/**
 * Begins to upgrade the nodes of a pool to a version of their image, if its policy enables that.
 * https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade#how-does-automatic-os-image-upgrade-work
 */
export function beginRollout(world: World, pool: Pool, version: string): void {
  if (!rulesOf(pool).automatic || !followsLatest(pool) || pool.state !== 'active') return;
  pool.rollout = { to: version, batch: [], phase: 'rolling', upgraded: 0, failed: 0 };
  continueRollout(world, pool);
}

/** Continues the rollout of a pool after a task has ended, a node has changed its state, or a pause is over. */
export function continueRollout(world: World, pool: Pool): void {
  const { rollout } = pool;
  if (rollout === undefined || pool.state !== 'active' || rollout.phase === 'pausing' || rollout.phase === 'stopped')
    return;
  for (const node of batchOf(pool, rollout)) {
    if (node.machine.upgradePending && node.running.size === 0 && canUpgrade(node)) upgrade(world, pool, node);
  }
  if (batchOf(pool, rollout).some((node) => isUnderWay(node))) return;
  if (rollout.batch.length > 0) return endBatch(world, pool, rollout);
  beginBatch(world, pool, rollout);
}

/** Ends the upgrade of a node, successfully or not. */
export function finishUpgrade(world: World, pool: Pool, node: Node): void {
  const { rollout } = pool;
  node.machine.upgradePending = false;
  if (node.machine.restoring) {
    node.machine.restoring = false;
    return enterState(world, pool, { node, state: readyState(node) });
  }
  const fails = upgradeFails(world);
  if (rollout !== undefined) {
    if (fails) rollout.failed += 1;
    else rollout.upgraded += 1;
  }
  if (fails) node.machine.failedVersion = rollout?.to;
  else node.machine.imageVersion = rollout?.to ?? node.machine.imageVersion;
  // "… restores the previous OS disk" of a machine that is not well after its upgrade, unless that is turned off.
  enterState(world, pool, { node, state: fails && !rulesOf(pool).rollback ? 'unusable' : readyState(node) });
}

function upgradeFails({ knobs: { upgradeFailurePercent }, chance }: World): boolean {
  return upgradeFailurePercent > 0 && chance.integer(1, 100) <= upgradeFailurePercent;
}

/** Ends the pause between two batches. */
export function endPause(world: World, pool: Pool): void {
  if (pool.rollout?.phase !== 'pausing') return;
  pool.rollout.phase = 'rolling';
  continueRollout(world, pool);
}

function beginBatch(world: World, pool: Pool, rollout: Rollout): void {
  const rules = rulesOf(pool);
  const behind = [...pool.nodes.values()].filter(
    ({ machine, state, draining }) =>
      // A node that is draining already continues with that.
      draining === undefined &&
      ![machine.imageVersion, machine.failedVersion].includes(rollout.to) &&
      canUpgrade({ state }),
  );
  rollout.phase = behind.length === 0 ? 'done' : 'rolling';
  if (behind.length === 0) return;
  // "The upgrade process … halts if more than the percentage is not healthy" before a batch begins.
  if (percent(unhealthyIn(world, pool), pool.nodes.size) > rules.unhealthyPercent) {
    rollout.phase = 'stopped';
    return;
  }
  const size = Math.max(1, Math.floor((rules.batchPercent * pool.nodes.size) / 100));
  const batch = inOrder(world, pool, behind).slice(0, size);
  rollout.batch = batch.map(({ id }) => id.toLowerCase());
  for (const node of batch) take(world, pool, { node, deferral: rules.deferral });
}

/** The nodes that may be in the next batch, in the order in which they are taken. */
function inOrder(world: World, pool: Pool, behind: readonly Node[]): readonly Node[] {
  const rules = rulesOf(pool);
  const unhealthy = rules.unhealthyFirst ? behind.filter((node) => isUnwell(world, pool, node)) : [];
  const ordered = [...unhealthy, ...behind.filter((node) => !unhealthy.includes(node))];
  const zone = ordered[0] === undefined ? undefined : zoneOf(ordered[0]);
  return rules.withinZone ? ordered.filter((node) => zoneOf(node) === zone) : ordered;
}

/** assumed: nodes are spread over three zones in the order in which they are made. */
function zoneOf({ ordinal }: Node): number {
  return ordinal % 3;
}

/** Brings the machines whose upgrade has failed back to the image that they had. */
function rollBack(world: World, pool: Pool, { to }: Rollout): void {
  for (const node of pool.nodes.values()) {
    if (node.machine.failedVersion !== to || node.state !== 'unusable') continue;
    node.machine.restoring = true;
    enterState(world, pool, { node, state: 'upgradingos' });
  }
}

/** With deferral a node that runs a task goes on; without, it is upgraded "regardless of whether it is currently running a task". */
function take(world: World, pool: Pool, { node, deferral }: { readonly node: Node; readonly deferral: boolean }): void {
  node.machine.upgradePending = true;
  if (node.running.size > 0 && deferral) return;
  for (const task of [...node.running]) requeueTask(world, pool, task);
  upgrade(world, pool, node);
}

function upgrade(world: World, pool: Pool, node: Node): void {
  node.machine.upgradePending = false;
  enterState(world, pool, { node, state: 'upgradingos' });
}

function endBatch(world: World, pool: Pool, rollout: Rollout): void {
  const rules = rulesOf(pool);
  rollout.batch = [];
  const tried = rollout.upgraded + rollout.failed;
  if (percent(rollout.failed, tried) > rules.unhealthyUpgradedPercent) {
    rollout.phase = 'stopped';
    if (rules.rollbackOnBreach) rollBack(world, pool, rollout);
    return;
  }
  if (rules.pause.sign <= 0) return beginBatch(world, pool, rollout);
  rollout.phase = 'pausing';
  world.agenda.put(world.now.add(rules.pause), { kind: 'rollout-goes-on', account: pool.account, pool: pool.id });
}

function batchOf(pool: Pool, rollout: Rollout): readonly Node[] {
  return rollout.batch.flatMap((id) => pool.nodes.get(id) ?? []);
}

function isUnderWay(node: Node): boolean {
  return node.state === 'upgradingos' || (node.machine.upgradePending && canUpgrade(node));
}

/** A machine that does not run cannot be upgraded: a deallocated node misses the upgrade until it is started again. */
function canUpgrade({ state }: Pick<Node, 'state'>): boolean {
  return state === 'idle' || state === 'running' || state === 'offline' || state === 'starttaskfailed';
}

function unhealthyIn(world: World, pool: Pool): number {
  return [...pool.nodes.values()].filter((node) => isUnwell(world, pool, node)).length;
}

function isUnwell(world: World, pool: Pool, node: Node): boolean {
  if (node.state === 'unusable' || node.state === 'unknown') return true;
  const probes = extensionsOf(pool).find(isApplicationHealth);
  if (probes === undefined || !canUpgrade(node)) return false;
  // "Unknown" counts as unhealthy; who is initializing is waited for.
  return ['Unhealthy', 'Unknown'].includes(applicationHealthAt(probes, node, world.now));
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part * 100) / whole;
}
