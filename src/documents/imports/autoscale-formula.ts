import {
  type Imported,
  type ImportedCapacity,
  type ImportedSchedule,
  ImportFault,
  idFrom,
  schedulePolicy,
  WEEKDAYS,
} from './imported.ts';

/** The settings of a pool, in addition to its formula. */
export interface FormulaPool {
  readonly pool: string;
  /** `autoScaleEvaluationInterval`, in minutes: "the default value is 15 minutes". */
  readonly intervalMinutes: number;
}

/** What a sample of the documentation becomes. */
interface Converted {
  readonly members: Readonly<Record<string, unknown>>;
  readonly windows: ImportedSchedule['windows'];
  readonly outside: ImportedCapacity;
  readonly notes: readonly string[];
}

/** A sample of the documentation: all of its statements, and what becomes of them. */
interface Sample {
  readonly form: RegExp;
  readonly convert: (part: (name: string) => string, formula: Formula, intervalMinutes: number) => Converted;
}

interface Formula {
  /** The statements without comments and spaces, apart from those below. */
  readonly text: string;
  /** The values of variables that only stand for a number. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly deallocationOption: string | undefined;
  readonly hasSpotNodes: boolean;
}

/**
 * Converts an autoscale formula to a policy, and a schedule with its limits. The formula must be one of the samples of the
 * documentation of Azure Batch, with any numbers and names of variables. A formula changes the size of a pool; the policy
 * starts and deallocates the nodes of a pool of fixed size.
 * https://learn.microsoft.com/azure/batch/batch-automatic-scaling#example-autoscale-formulas
 * @throws ImportFault for any other formula, also if only one statement differs: nothing is guessed
 */
export function importAutoscaleFormula(text: string, { pool, intervalMinutes }: FormulaPool): Imported {
  const formula = formulaOf(text);
  const converted = SAMPLES.map((sample) => convert(sample, formula, intervalMinutes)).find((one) => one !== undefined);
  if (converted === undefined) {
    const target = /(?<=^|;)\$TargetDedicatedNodes=[^;]*/.exec(formula.text)?.[0];
    const about =
      target === undefined
        ? 'it does not set $TargetDedicatedNodes'
        : `'${target}' and what comes before it are no sample`;
    throw new ImportFault(`the formula is none of the samples of the documentation: ${about}`);
  }
  const id = idFrom(`${pool}-formula`);
  const { members, windows, outside, notes } = converted;
  return {
    policy: { ...schedulePolicy(pool, [id]), ...members },
    schedules: [{ id, timeZone: 'UTC', windows, outside }],
    notCarriedOver: [...notes, ...commonNotes(formula)],
  };
}

function convert({ form, convert: make }: Sample, formula: Formula, intervalMinutes: number): Converted | undefined {
  const parts = form.exec(formula.text)?.groups;
  // A number that is given to a variable of the sample replaces what the sample computes.
  const isReplaced = Object.entries(parts ?? {}).some(
    ([name, text = '']) => !MAY_BE_NUMBERS.has(name) && formula.numbers.has(text),
  );
  return parts && !isReplaced ? make((name) => parts[name] ?? '', formula, intervalMinutes) : undefined;
}

/** The parts of samples for which a variable may stand that is only a number. */
const MAY_BE_NUMBERS: ReadonlySet<string> = new Set(['within', 'otherwise', 'most', 'first']);

function commonNotes({ deallocationOption: option, hasSpotNodes }: Formula): readonly string[] {
  return [
    'A formula adds and removes nodes; the policy starts and deallocates those that the pool has. Turn autoscaling off, and give the pool its largest size.',
    ...(option === 'taskcompletion'
      ? []
      : [
          `$NodeDeallocationOption = ${option ?? 'requeue, by default'}: only idle nodes are deallocated, and their tasks are never ended.`,
        ]),
    ...(hasSpotNodes
      ? ['$TargetLowPriorityNodes: Spot nodes are left alone unless the policy says "protect": { "spot": false }.']
      : []),
  ];
}

const SPAN = String.raw`(?:TimeInterval_\w+\*\d+|\d+\*TimeInterval_\w+)`;

/** `$samples = …`, `$tasks = …`: the larger of the last sample and the mean of some minutes. */
const TASKS = String.raw`${variable('samples')}=\$(?<metric>Active|Pending)Tasks\.GetSamplePercent\(${SPAN}\);${variable('tasks')}=\k<samples><\d+\?max\(0,\$\k<metric>Tasks\.GetSample\(1\)\):max\(\$\k<metric>Tasks\.GetSample\(1\),avg\(\$\k<metric>Tasks\.GetSample\(${SPAN}\)\)\);`;

const CAPPED = String.raw`\$TargetDedicatedNodes=max\(0,min\(\k<target>,(?<most>\$?\w+)\)\);`;

const SAMPLES: readonly Sample[] = [
  // `$workHours = $curTime.hour >= 8 && $curTime.hour < 18`: one size during these hours, and another at other times.
  {
    form: wholly(
      String.raw`${variable('now')}=time\(\);`,
      String.raw`${variable('hours')}=\k<now>\.hour>=(?<from>\d{1,2})&&\k<now>\.hour<(?<to>\d{1,2});`,
      String.raw`(?:${variable('days')}=\k<now>\.weekday>=(?<first>[0-6])&&\k<now>\.weekday<=(?<last>[0-6]);`,
      String.raw`${variable('both')}=\k<hours>&&\k<days>;\$TargetDedicatedNodes=\k<both>|\$TargetDedicatedNodes=\k<hours>)`,
      String.raw`\?(?<within>\$?\w+):(?<otherwise>\$?\w+);`,
    ),
    convert: timeBased,
  },
  // `lifespan > startup ? (max($RunningTasks…, $ActiveTasks…) == 0 ? 0 : $TargetDedicatedNodes) : 4`: all nodes, until there
  // were no tasks for a while.
  {
    form: wholly(
      String.raw`(?:\$TargetDedicatedNodes=\w+;)?${variable('lifespan')}=time\(\)-time\("+[^";]*"+\);`,
      String.raw`${variable('span')}=TimeInterval_Minute\*(?<minutes>\d+);${variable('startup')}=TimeInterval_Minute\*\d+;`,
      String.raw`\$TargetDedicatedNodes=\(?\k<lifespan>>\k<startup>\?\(max\(\$RunningTasks\.GetSample\(\k<span>,\w+\),`,
      String.raw`\$ActiveTasks\.GetSample\(\k<span>,\w+\)\)==0\?0:\$TargetDedicatedNodes\):(?<most>\$?\w+)\)?;`,
    ),
    convert: (part, formula) => ({
      ...forWork(part, formula, Number(part('minutes'))),
      notes: [
        'The formula keeps all nodes while there is any task; the policy deallocates each node that was idle for so long by itself.',
        'The formula starts with all nodes when the pool is created; the policy starts nodes for work that waits.',
      ],
    }),
  },
  // `$extraVMs = (($tasks - $cores) + 3) / 4`: as many nodes as the tasks can fill.
  {
    form: wholly(
      TASKS,
      String.raw`${variable('cores')}=\$TargetDedicatedNodes\*(?<slots>\d+);`,
      String.raw`${variable('extra')}=\(\(\k<tasks>-\k<cores>\)\+\d+\)\/\k<slots>;`,
      String.raw`${variable('target')}=\(?\$TargetDedicatedNodes\+\k<extra>\)?;${CAPPED}`,
    ),
    convert: (part, formula) => ({
      ...forWork(part, formula, 15),
      notes: [`${part('slots')} tasks a node: the policy counts by the taskSlotsPerNode of the pool itself.`, KEEPS],
    }),
  },
  // Half of the nodes if no task waits.
  {
    form: wholly(
      TASKS,
      String.raw`${variable('target')}=\k<tasks>>0\?\k<tasks>:max\(0,\$TargetDedicatedNodes\/2\);${CAPPED}`,
    ),
    convert: (part, formula, intervalMinutes) => ({
      ...forWork(part, formula, intervalMinutes),
      notes: [
        'Without tasks the formula halves the pool at each evaluation; the policy deallocates each node that was idle for one interval.',
        KEEPS,
      ],
    }),
  },
  // `min(maxNumberofVMs, avg($PendingTasks.GetSample(180 * TimeInterval_Second)))`, with an initial number of nodes.
  {
    form: wholly(
      String.raw`${variable('percent')}=\$PendingTasks\.GetSamplePercent\(${SPAN}\);`,
      String.raw`${variable('sampled')}=\k<percent><\d+\?(?<first>\$?\w+):avg\(\$PendingTasks\.GetSample\(${SPAN}\)\);`,
      String.raw`\$TargetDedicatedNodes=min\((?<most>\$?\w+),\k<sampled>\);`,
    ),
    convert: (part, formula, intervalMinutes) => ({
      ...forWork(part, formula, intervalMinutes),
      notes: [
        `Where samples are missing the formula has ${numberOf(part('first'), formula)} nodes; the policy deallocates nothing while the work is not known.`,
        KEEPS,
      ],
    }),
  },
];

const KEEPS = 'The mean over some minutes is not carried over: the policy looks each minute at the tasks themselves.';

/** All of a formula, and nothing else. */
function wholly(...statements: readonly string[]): RegExp {
  return new RegExp(`^${statements.join('')}$`);
}

/** A variable, which is known by its name from there on. */
function variable(name: string): string {
  return String.raw`(?<${name}>\$?[A-Za-z_]\w*)`;
}

/** Nodes for work up to the largest size, and none that was idle for some minutes. */
function forWork(part: (name: string) => string, formula: Formula, idleMinutes: number): Omit<Converted, 'notes'> {
  return {
    members: { demand: { startOnPending: true }, idle: { timeout: `PT${idleMinutes}M` } },
    windows: [],
    outside: { max: numberOf(part('most'), formula) },
  };
}

function timeBased(part: (name: string) => string, formula: Formula): Converted {
  const [from, to] = [Number(part('from')), Number(part('to'))];
  const [first, last] = [Number(part('first')), Number(part('last'))];
  if (from >= to || to > 24 || first > last)
    throw new ImportFault(
      'no hour, or no weekday, is within its limits: they cannot run past midnight or past Saturday',
    );
  const [within, otherwise] = [numberOf(part('within'), formula), numberOf(part('otherwise'), formula)];
  // "weekday: 0 to 6", Sunday is 0.
  const nameOf = (day: number) => WEEKDAYS[(day + 6) % 7] ?? 'MON';
  const range = part('first') === '' ? 'MON-SUN' : `${nameOf(first)}-${nameOf(last)}`;
  const time = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const capacity = { min: within, max: within };
  return {
    members: {},
    windows: [{ name: 'working-hours', days: [range], from: time(from), to: time(to), capacity }],
    outside: { min: otherwise, max: otherwise },
    notes: ['time() is UTC: choose the time zone of the schedule, and clock changes are followed.'],
  };
}

function numberOf(text: string, { numbers }: Formula): number {
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
  const option = statements.flatMap((statement) => /^\$NodeDeallocationOption=(\w+)$/.exec(statement)?.[1] ?? []);
  const spot = statements.filter((statement) => statement.startsWith('$TargetLowPriorityNodes='));
  const numbers = new Map<string, number>();
  const others = statements.filter((statement) => {
    const [, name = '', number] = /^(\$?\w+)=(\d+)$/.exec(statement) ?? [];
    if (number === undefined || name.startsWith('$Target') || numbers.has(name)) return true;
    numbers.set(name, Number(number));
    return false;
  });
  const rest = others.filter((one) => !/^\$NodeDeallocationOption=\w+$/.test(one) && !spot.includes(one));
  return {
    text: rest.map((statement) => `${statement};`).join(''),
    numbers,
    deallocationOption: option.at(-1),
    hasSpotNodes: spot.length > 0,
  };
}
