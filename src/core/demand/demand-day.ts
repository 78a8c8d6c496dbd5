import type { DemandMinute, FamilyMinute } from './demand-minute.ts';
import { type ByteSource, readText, readVarint, writeText, writeVarint } from './varint.ts';

/** Raised by one with every change of the layout. During a deployment, instances of the version before do not write over newer days. */
const DAY_VERSION = 4;
/** Version 3 does not have the size of the pool. */
const WITHOUT_SIZE = 3;
/** Version 2 has no tasks that wait for others either. */
const WITHOUT_DEPENDENCIES = 2;
const VERSIONS: readonly (number | undefined)[] = [DAY_VERSION, WITHOUT_SIZE, WITHOUT_DEPENDENCIES];
/** If a day has more names than this, the others are recorded under the last one. */
const MOST_NAMES = 120;

/**
 * Encodes the demand of a pool over a day, or any other span. Minutes that equal the previous one are counted, and minutes that
 * were not observed are omitted, so a gap stays a gap. A day with new work in every minute takes less than 32 kB after
 * compression, a quiet day some bytes.
 */
export function encodeDemand(minutes: readonly DemandMinute[]): Uint8Array {
  const bytes: number[] = [];
  const names = namesIn(minutes);
  writeVarint(bytes, DAY_VERSION);
  writeVarint(bytes, names.length);
  for (const name of names) writeText(bytes, name);
  const indexOf = new Map(names.map((name, index) => [name, index]));
  let next = 0;
  for (let index = 0; index < minutes.length; ) {
    const first = minutes[index];
    if (first === undefined) break;
    const repeats = repeatsFrom(minutes, index);
    writeRun(bytes, { skipped: Math.max(0, first.minute - next), repeats });
    writeMinute(bytes, first, indexOf);
    next = first.minute + repeats + 1;
    index += repeats + 1;
  }
  return Uint8Array.from(bytes);
}

/** Decodes the minutes, in order; `undefined` if the bytes have another version or are invalid. */
export function decodeDemand(bytes: Uint8Array): readonly DemandMinute[] | undefined {
  const source = { bytes, offset: 0 };
  const version = readVarint(source);
  if (version === undefined || !VERSIONS.includes(version)) return undefined;
  const names = Array.from({ length: Math.min(MOST_NAMES, readVarint(source) ?? 0) }, () => readText(source) ?? '');
  const minutes: DemandMinute[] = [];
  let next = 0;
  while (source.offset < bytes.length) {
    const run = readRun(source);
    const first = readMinute(source, { names, version });
    if (run === undefined || first === undefined) return undefined;
    for (let repeat = 0; repeat <= run.repeats; repeat++)
      minutes.push({ ...first, minute: next + run.skipped + repeat });
    next += run.skipped + run.repeats + 1;
  }
  return minutes;
}

/** Were the bytes written by a newer version of the app, whose layout is not known? */
export function isNewerDemand(bytes: Uint8Array): boolean {
  const version = readVarint({ bytes, offset: 0 });
  return version !== undefined && version > DAY_VERSION;
}

const LONGEST_RUN = 44_640;

function namesIn(minutes: readonly DemandMinute[]): readonly string[] {
  const names = new Set(minutes.flatMap(({ families }) => families.map(({ family }) => family)));
  return [...names].slice(0, MOST_NAMES);
}

/** How many of the directly following minutes are equal. */
function repeatsFrom(minutes: readonly DemandMinute[], index: number): number {
  const first = minutes[index];
  let repeats = 0;
  for (;;) {
    const next = minutes[index + repeats + 1];
    if (first === undefined || next === undefined) return repeats;
    if (next.minute !== first.minute + repeats + 1 || !isSame(first, next)) return repeats;
    repeats++;
  }
}

function isSame(a: DemandMinute, b: DemandMinute): boolean {
  const isQuiet = [a, b].every(
    ({ submittedTasks, endedTasks, families }) => submittedTasks === 0 && endedTasks === 0 && families.length === 0,
  );
  return isQuiet && a.nodes === b.nodes && COUNTS.every((count) => a[count] === b[count]);
}

/** The counts that are written for each minute, in this order. */
const COUNTS = [
  'needed',
  'paid',
  'busy',
  'waitingTasks',
  'runningTasks',
  'submittedTasks',
  'endedTasks',
] as const satisfies readonly (keyof DemandMinute)[];

function writeMinute(bytes: number[], minute: DemandMinute, indexOf: ReadonlyMap<string, number>): void {
  const { families, nodes } = minute;
  for (const count of COUNTS) writeVarint(bytes, minute[count]);
  // 0 means not known.
  writeVarint(bytes, nodes === undefined ? 0 : nodes + 1);
  writeVarint(bytes, families.length);
  for (const family of families) writeFamily(bytes, family, indexOf.get(family.family) ?? MOST_NAMES - 1);
}

/** The lowest bit of the index says whether tasks wait for others; mostly none do. */
function writeFamily(
  bytes: number[],
  { heldTasks = 0, releasedTasks = 0, ...family }: FamilyMinute,
  index: number,
): void {
  const hasDependencies = heldTasks + releasedTasks > 0;
  writeVarint(bytes, index * 2 + Number(hasDependencies));
  writeVarint(bytes, family.submittedTasks);
  writeVarint(bytes, family.endedTasks);
  if (!hasDependencies) return;
  writeVarint(bytes, heldTasks);
  writeVarint(bytes, releasedTasks);
}

/** How many minutes were not observed before a minute, and how often that minute repeats. */
interface Run {
  readonly skipped: number;
  readonly repeats: number;
}

/** The lowest bit says whether minutes were skipped; mostly none were. */
function writeRun(bytes: number[], { skipped, repeats }: Run): void {
  writeVarint(bytes, repeats * 2 + Number(skipped > 0));
  if (skipped > 0) writeVarint(bytes, skipped);
}

function readRun(source: ByteSource): Run | undefined {
  const code = readVarint(source);
  if (code === undefined) return undefined;
  const repeats = Math.floor(code / 2);
  const skipped = code % 2 === 0 ? 0 : readVarint(source);
  return skipped === undefined || repeats > LONGEST_RUN ? undefined : { skipped, repeats };
}

interface Layout {
  readonly names: readonly string[];
  readonly version: number;
}

function readMinute(source: ByteSource, layout: Layout): DemandMinute | undefined {
  const values = COUNTS.map(() => readVarint(source)).filter((value) => value !== undefined);
  const size = layout.version === DAY_VERSION ? readVarint(source) : 0;
  const count = readVarint(source);
  if (values.length < COUNTS.length || size === undefined || count === undefined || count > MOST_NAMES)
    return undefined;
  const [needed = 0, paid = 0, busy = 0, waitingTasks = 0, runningTasks = 0, submittedTasks = 0, endedTasks = 0] =
    values;
  const families = Array.from({ length: count }, () => readFamily(source, layout)).filter((one) => one !== undefined);
  if (families.length < count) return undefined;
  const nodes = size === 0 ? {} : { nodes: size - 1 };
  return { minute: 0, ...nodes, needed, paid, busy, waitingTasks, runningTasks, submittedTasks, endedTasks, families };
}

function readFamily(source: ByteSource, { names, version }: Layout): FamilyMinute | undefined {
  const code = readVarint(source) ?? -1;
  const index = version === WITHOUT_DEPENDENCIES ? code : Math.floor(code / 2);
  const family = names[index];
  const submittedTasks = readVarint(source);
  const endedTasks = readVarint(source);
  if (family === undefined || submittedTasks === undefined || endedTasks === undefined) return undefined;
  if (version === WITHOUT_DEPENDENCIES || code % 2 === 0) return { family, submittedTasks, endedTasks };
  const [heldTasks, releasedTasks] = [readVarint(source), readVarint(source)];
  if (heldTasks === undefined || releasedTasks === undefined) return undefined;
  return {
    family,
    submittedTasks,
    endedTasks,
    ...(heldTasks > 0 && { heldTasks }),
    ...(releasedTasks > 0 && { releasedTasks }),
  };
}
