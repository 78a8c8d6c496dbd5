import { existsSync, globSync, readFileSync } from 'node:fs';
import { CONTRACTS } from '../../../src/api/contracts.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { readArguments } from '../../../src/local/arguments.ts';
import { type PageCommand, wordsOf } from '../../support/commands-in-pages.ts';

type Fault = string | undefined;

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** How the commands of each program are read: by the words behind its name, and by the whole command. */
const PROGRAMS: Readonly<Record<string, (words: readonly string[], command: PageCommand) => Fault | Promise<Fault>>> = {
  npx: ([name = '', ...words], { kind }) => {
    if (name === 'lamplighter') return faultOfOwn(words, kind);
    return existsSync(`node_modules/.bin/${name}`) ? undefined : `there is no ${name}`;
  },
  npm: (words) => faultOfNpm(words),
  node: ([file = '']) => faultOfNode(file),
  curl: (_, { text }) => faultOfRequest(text),
  az: (words) => (words[0] === 'deployment' ? faultOfDeployment(words) : NOT_KNOWN),
  azd: ([verb, what, name = '']) => (verb === 'env' && what === 'set' ? faultOfVariable(name) : NOT_KNOWN),
};

const NOT_KNOWN = 'no test runs it, and nothing is known of it';

/** What is wrong with a command that no test runs; `undefined` where it is what the program takes. */
export async function faultOf(command: PageCommand): Promise<Fault> {
  const [program = '', ...words] = wordsOf(command.text.replace(/^(?:[A-Z_]+=\S+ )+/, ''));
  const read = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  return read === undefined ? NOT_KNOWN : read(words, command);
}

/** Names are alternatives where `¦` stands between them. What stands in a sentence may leave out what is required. */
async function faultOfOwn([names, ...words]: readonly string[], kind: PageCommand['kind']): Promise<Fault> {
  if (names === undefined) return undefined;
  for (const name of names.split('¦')) {
    const entry = COMMANDS.find((one) => one.name === name);
    if (entry === undefined) return `there is no command '${name}'`;
    // Without operands a sentence only names the command.
    if (words.length === 0) continue;
    const { read } = await entry.load();
    const faults = alternatives(words).flatMap((line) => faultsOfLine(read, line));
    const [fault] = faults.filter((one) => kind === 'block' || !/^missing required|^required option/.test(one));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultsOfLine(read: (words: readonly string[]) => void, line: readonly string[]): readonly string[] {
  try {
    read(line.filter((word) => word !== '…').map(meant));
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function alternatives(words: readonly string[]): readonly (readonly string[])[] {
  const index = words.findIndex((word) => word.includes('¦'));
  if (index === -1) return [words];
  return (words[index] ?? '').split('¦').map((word) => words.toSpliced(index, 1, word));
}

/** What a placeholder could stand for. */
function meant(word: string): string {
  const values: Readonly<Record<string, string>> = { N: '7', DATE: '2026-03-02', KIND: 'off-hours', POOL: 'render' };
  return values[word] ?? word;
}

function faultOfNpm([verb = '', ...rest]: readonly string[]): Fault {
  if (['ci', 'audit'].includes(verb)) return undefined;
  const [name, options] = verb === 'run' ? [rest[0] ?? '', rest.slice(1)] : [verb, rest];
  const script = scripts[name];
  if (script === undefined) return `there is no script '${name}'`;
  const own = options.filter((word) => word.startsWith('--') && !['--', '--silent', '--json'].includes(word));
  if (name === 'start') return faultOfStart(options.filter((word) => !['--', '--silent', '--help'].includes(word)));
  const folder = /(\S+)\/main\.ts/.exec(script)?.[1];
  const source =
    folder === undefined
      ? ''
      : globSync(`${folder}/**/*.ts`)
          .map((file) => readFileSync(file, 'utf8'))
          .join('\n');
  const unknown = own.filter((option) => !new RegExp(`(?<![\\w-])(?:--)?${option.slice(2)}(?![\\w-])`).test(source));
  return unknown.length === 0 ? undefined : `${name} has no ${unknown.join(', ')}`;
}

function faultOfStart(options: readonly string[]): Fault {
  try {
    readArguments(options);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function faultOfNode(file: string): Fault {
  const built = ['node-health.mjs', 'emulator.mjs', 'policy.mjs'];
  return existsSync(file) || built.includes(file) ? undefined : `there is no ${file}`;
}

function faultOfRequest(line: string): Fault {
  const method = /-X ([A-Z]+)/.exec(line)?.[1] ?? (/ (?:-d|--data-raw) /.test(line) ? 'POST' : 'GET');
  const [, path] = /(?:https?:\/\/[^/\s"']+|\$APP)\/api\/([^?\s"']*)/.exec(line) ?? [];
  if (path === undefined) return 'its address is none of the API';
  const isServed = CONTRACTS.some((contract) => contract.method === method && patternOf(contract.route).test(path));
  return isServed ? undefined : `the API has no ${method} ${path}`;
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

function faultOfDeployment(words: readonly string[]): Fault {
  const file = words[words.indexOf('--template-file') + 1] ?? '';
  if (!existsSync(file)) return `there is no template ${file}`;
  const template = readFileSync(file, 'utf8');
  const given = words.slice(words.indexOf('--parameters') + 1).map((word) => word.split('=')[0] ?? '');
  const unknown = given.filter((name) => !template.includes(`param ${name} `));
  return unknown.length === 0 ? undefined : `${file} has no ${unknown.join(', ')}`;
}

function faultOfVariable(name: string): Fault {
  const isKnown = name === 'NAME' || readFileSync('infra/main.parameters.json', 'utf8').includes(`\${${name}`);
  return isKnown ? undefined : `the templates read no ${name}`;
}
