import { type ForecastModel, newModel } from './forecast-model.ts';
import { MARKED_MINUTES } from './hazard-table.ts';

/**
 * Changes with every change of the layout of a state, or of the meaning of its numbers. An older state is rebuilt from the
 * recorded demand.
 */
const STATE_VERSION = 1;
const HEADER_BYTES = 8;
/** Each level has a mark in each of the marked minutes. A shorter state is corrupt, and its levels need no memory. */
const LEAST_BYTES_A_LEVEL = MARKED_MINUTES * Int16Array.BYTES_PER_ELEMENT;
const MOST_SIZES = 200;
const SCALARS = 17;

/**
 * Encodes a model as bytes, equal models as equal bytes: about 80 kB for a pool of 100 nodes before compression. Numbers are
 * little-endian, as on every machine on which Azure Functions runs.
 */
export function encodeModel(model: ForecastModel): Uint8Array {
  const arrays = [...arraysOf(model), scalarsOf(model), sizesOf(model)];
  const length = arrays.reduce((sum, { byteLength }) => sum + byteLength, HEADER_BYTES);
  const bytes = new Uint8Array(length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, STATE_VERSION, true);
  header.setUint32(4, model.levels, true);
  let offset = HEADER_BYTES;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  return bytes;
}

/** Decodes a model; `undefined` if the state has another version or is invalid. */
export function decodeModel(bytes: Uint8Array): ForecastModel | undefined {
  if (bytes.byteLength < HEADER_BYTES) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const levels = header.getUint32(4, true);
  if (header.getUint32(0, true) !== STATE_VERSION) return undefined;
  if (levels * LEAST_BYTES_A_LEVEL > bytes.byteLength) return undefined;
  const model = newModel(levels);
  const scalars = new Float64Array(SCALARS);
  const sizes = new Float64Array(MOST_SIZES);
  const arrays = [...arraysOf(model), scalars, sizes];
  const length = arrays.reduce((sum, { byteLength }) => sum + byteLength, HEADER_BYTES);
  if (bytes.byteLength !== length) return undefined;
  let offset = HEADER_BYTES;
  for (const array of arrays) {
    const target = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    target.set(bytes.subarray(offset, offset + array.byteLength));
    offset += array.byteLength;
  }
  restoreScalars(model, scalars, sizes);
  return model;
}

type NumberArray = Float64Array | Float32Array | Int32Array | Int16Array;

function arraysOf({ history, table, logistic, price }: ForecastModel): readonly NumberArray[] {
  return [
    history.recent,
    history.lastNeeded,
    history.activity,
    history.sizeOf20,
    history.sizeOf200,
    table.coarseHits,
    table.fineHits,
    table.coarseSeen,
    table.fineSeen,
    table.marks,
    logistic.weights,
    logistic.squares,
    logistic.sampled,
    logistic.samples,
    price.lastRunning,
  ];
}

function scalarsOf({ history, logistic, price, unseen }: ForecastModel): Float64Array {
  const scalars = [
    history.minute,
    history.needed,
    history.lastSubmission,
    history.lastEnd,
    logistic.seed,
    price.leastPerDay,
    price.age,
    price.saved,
    price.steered,
    price.runMinutes,
    price.ended,
    price.waitMinutes,
    price.submitted,
    unseen.submittedNodes,
    unseen.submittedTasks,
    unseen.ended,
    history.sizes.length,
  ];
  return Float64Array.from(scalars);
}

function sizesOf({ history }: ForecastModel): Float64Array {
  const sizes = new Float64Array(MOST_SIZES);
  sizes.set(history.sizes.slice(-MOST_SIZES));
  return sizes;
}

function restoreScalars(
  { history, logistic, price, unseen }: ForecastModel,
  scalars: Float64Array,
  sizes: Float64Array,
) {
  const [minute = -1, needed = 0, lastSubmission = 0, lastEnd = 0, seed = 0, ...rest] = scalars;
  Object.assign(history, { minute, needed, lastSubmission, lastEnd });
  logistic.seed = seed;
  const [leastPerDay, age, saved, steered, runMinutes, ended, waitMinutes, submitted, ...last] = rest;
  Object.assign(price, { leastPerDay, age, saved, steered, runMinutes, ended, waitMinutes, submitted });
  const [submittedNodes, submittedTasks, unseenEnds, count = 0] = last;
  Object.assign(unseen, { submittedNodes, submittedTasks, ended: unseenEnds });
  history.sizes = [...sizes.subarray(0, count)];
}
