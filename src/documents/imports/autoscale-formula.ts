import { type Imported, type ImportedCapacity, type ImportedSchedule, ImportFault, WEEKDAYS } from './imported.ts';

/** The settings of a pool, in addition to its formula. */
export interface FormulaPool {
  readonly pool: string;
  /** `autoScaleEvaluationInterval`, in minutes: "the default value is 15 minutes". */
  readonly intervalMinutes: number;
}

/** The result of converting a sample of the documentation. */
interface Sample {
  readonly members: Readonly<Record<string, unknown>>;
  readonly windows: ImportedSchedule['windows'];
  readonly outside: ImportedCapacity;
  readonly notes: readonly string[];
}

/** The statements of a formula, without comments and spaces, and the values of its variables. */
interface Formula {
  readonly statements: readonly string[];
  readonly text: string;
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Converts an autoscale formula to a policy, and a schedule with its limits. The formula must be one of the samples of the
 * documentation of Azure Batch, with any numbers. A formula changes the size of a pool; the policy starts and deallocates
 * the nodes of a pool of fixed size.
 * https://learn.microsoft.com/azure/batch/batch-automatic-scaling#example-autoscale-formulas
 * @throws ImportFault for any other formula: nothing is guessed
 */
export function importAutoscaleFormula(text: string, { pool, intervalMinutes }: FormulaPool): Imported {
  const formula = formulaOf(text);
  const sample = SAMPLES.map((read) => read(formula, intervalMinutes)).find((one) => one !== undefined);
  if (sample === undefined) {
    const target = formula.statements.find((statement) => statement.startsWith('$TargetDedicatedNodes='));
    const about = target === undefined ? 'it does not set $TargetDedicatedNodes' : `'${target}' is in none of them`;
    throw new ImportFault(`the formula is none of the samples of the documentation: ${about}`);
  }
  const id = `${pool}-formula`.slice(0, 64);
  const { members, windows, outside, notes } = sample;
  return {
    policy: { id: pool, pools: [pool], mode: 'observe', schedules: [id], ...members },
    schedules: [{ id, timeZone: 'UTC', windows, outside }],
    notCarriedOver: [...notes, ...commonNotes(formula)],
  };
}

const SAMPLES = [timeBased, initialSize, parallelTasks, taskBased, pendingTasks];

function commonNotes({ text }: Formula): readonly string[] {
  const option = /\$NodeDeallocationOption=(\w+)/.exec(text)?.[1];
  return [
    'A formula adds and removes nodes; the policy starts and deallocates those that the pool has. Turn autoscaling off, and give the pool its largest size.',
    ...(option === undefined || option === 'taskcompletion'
      ? []
      : [`$NodeDeallocationOption = ${option}: only idle nodes are deallocated, and their tasks are never ended.`]),
    ...(/\$TargetLowPriorityNodes/.test(text)
      ? ['$TargetLowPriorityNodes: Spot nodes are left alone unless the policy says "protect": { "spot": false }.']
      : []),
  ];
}

/** `$workHours = $curTime.hour >= 8 && $curTime.hour < 18`, with one size during these hours and another at other times. */
function timeBased({ text }: Formula): Sample | undefined {
  const hours = /\.hour>=(\d{1,2})&&\$\w+\.hour<(\d{1,2})/.exec(text);
  const days = /\.weekday>=([0-6])&&\$\w+\.weekday<=([0-6])/.exec(text);
  const sizes = /\$TargetDedicatedNodes=\$\w+\?(\d+):(\d+);/.exec(text);
  if (hours === null || sizes === null) return undefined;
  const [within, otherwise] = [Number(sizes[1]), Number(sizes[2])];
  // "weekday: 0 to 6", Sunday is 0.
  const nameOf = (day: string | undefined) => WEEKDAYS[(Number(day) + 6) % 7] ?? 'MON';
  const range = days === null ? 'MON-SUN' : `${nameOf(days[1])}-${nameOf(days[2])}`;
  const time = (hour: string | undefined) => `${String(hour).padStart(2, '0')}:00`;
  const capacity = { min: within, max: within };
  return {
    members: {},
    windows: [{ name: 'working-hours', days: [range], from: time(hours[1]), to: time(hours[2]), capacity }],
    outside: { min: otherwise, max: otherwise },
    notes: ['time() is UTC: choose the time zone of the schedule, and clock changes are followed.'],
  };
}

/**
 * `lifespan > startup ? (max($RunningTasks…, $ActiveTasks…) == 0 ? 0 : $TargetDedicatedNodes) : 4`: all nodes, until there
 * were no tasks for a while.
 */
function initialSize({ text, numbers }: Formula): Sample | undefined {
  const span = /span=TimeInterval_Minute\*(\d+)/.exec(text)?.[1];
  const size = /==0\?0:\$TargetDedicatedNodes\):(\w+)\)?;/.exec(text)?.[1];
  if (span === undefined || size === undefined || !/lifespan>startup/.test(text)) return undefined;
  return {
    members: { demand: { startOnPending: true }, idle: { timeout: `PT${span}M` } },
    windows: [],
    outside: { max: numberOf(size, numbers) },
    notes: [
      'The formula keeps all nodes while there is any task; the policy deallocates each node that was idle for so long by itself.',
      'The formula starts with all nodes when the pool is created; the policy starts nodes for work that waits.',
    ],
  };
}

/** `$extraVMs = (($tasks - $cores) + 3) / 4`: as many nodes as the tasks can fill. */
function parallelTasks({ text, numbers }: Formula): Sample | undefined {
  const slots = /\$cores=\$TargetDedicatedNodes\*(\d+);/.exec(text)?.[1];
  const most = /\$TargetDedicatedNodes=max\(0,min\(\$targetVMs,(\w+)\)\);/.exec(text)?.[1];
  if (slots === undefined || most === undefined || !/\$ActiveTasks\.GetSample/.test(text)) return undefined;
  return {
    members: { demand: { startOnPending: true }, idle: { timeout: 'PT15M' } },
    windows: [],
    outside: { max: numberOf(most, numbers) },
    notes: [`${slots} tasks a node: the policy counts by the taskSlotsPerNode of the pool itself.`, KEEPS],
  };
}

/** The larger of the last sample and the mean of some minutes; half of the nodes if no task waits. */
function taskBased({ text, numbers }: Formula, intervalMinutes: number): Sample | undefined {
  const most = /\$TargetDedicatedNodes=max\(0,min\(\$targetVMs,(\w+)\)\);/.exec(text)?.[1];
  const isHalved = /\$TargetDedicatedNodes\/2/.test(text);
  if (most === undefined || !isHalved || !/\$(?:Active|Pending)Tasks\.GetSample/.test(text)) return undefined;
  return {
    members: { demand: { startOnPending: true }, idle: { timeout: `PT${intervalMinutes}M` } },
    windows: [],
    outside: { max: numberOf(most, numbers) },
    notes: [
      'Without tasks the formula halves the pool at each evaluation; the policy deallocates each node that was idle for one interval.',
      KEEPS,
    ],
  };
}

/** `min(maxNumberofVMs, avg($PendingTasks.GetSample(180 * TimeInterval_Second)))`, with an initial number of nodes. */
function pendingTasks({ text, numbers }: Formula, intervalMinutes: number): Sample | undefined {
  const most = /\$TargetDedicatedNodes=min\((\w+),\w+\);/.exec(text)?.[1];
  const first = /<\d+\?(\w+):avg\(\$PendingTasks\.GetSample\(/.exec(text)?.[1];
  if (most === undefined || first === undefined) return undefined;
  return {
    members: { demand: { startOnPending: true }, idle: { timeout: `PT${intervalMinutes}M` } },
    windows: [],
    outside: { max: numberOf(most, numbers) },
    notes: [
      `Where samples are missing the formula has ${numberOf(first, numbers)} nodes; the policy deallocates nothing while the work is not known.`,
      KEEPS,
    ],
  };
}

const KEEPS = 'The mean over some minutes is not carried over: the policy looks each minute at the tasks themselves.';

function numberOf(text: string, numbers: ReadonlyMap<string, number>): number {
  const number = /^\d+$/.test(text) ? Number(text) : numbers.get(text);
  if (number === undefined) throw new ImportFault(`'${text}' is no number and no variable that stands for one`);
  return number;
}

function formulaOf(formula: string): Formula {
  const text = formula
    .replaceAll(/\/\/[^\n]*/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, '')
    .replaceAll(/\{(\w+)\}/g, '$1');
  const statements = text.split(';').filter((statement) => statement !== '');
  const numbers = new Map(
    statements.flatMap((statement) => {
      const [, name = '', value] = /^\$?(\w+)=(\d+)$/.exec(statement) ?? [];
      return value === undefined ? [] : [[name, Number(value)] as const];
    }),
  );
  return { statements, text: `${statements.join(';')};`, numbers };
}
