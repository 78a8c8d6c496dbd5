import { afterEach, describe, expect, it, vi } from 'vitest';
import { readArguments } from '../../src/local/arguments.ts';

describe('the options of npm start', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('begin with the ports that everybody knows, an hour a minute', () => {
    vi.stubEnv('npm_config_json', undefined);
    expect(readArguments([])).toEqual({
      speed: 60,
      data: undefined,
      trace: undefined,
      json: false,
      ports: { app: 7071, emulator: 7080, blob: 10_000, queue: 10_001, table: 10_002 },
    });
  });

  it('ask for JSON, also where npm has taken --json for its own', () => {
    vi.stubEnv('npm_config_json', 'true');
    expect(readArguments([]).json).toBe(true);
    vi.stubEnv('npm_config_json', undefined);
    expect(readArguments(['--json']).json).toBe(true);
  });

  it.each([
    [['--prot', '1'], "unknown option '--prot'"],
    [['--port', '70000'], 'A whole number from 0 to 65535 is expected.'],
    [['--port', ''], 'A whole number from 0 to 65535 is expected.'],
    [['--speed', 'fast'], 'A number from 0 to 100000 is expected.'],
    [['--speed', '-1'], 'A number from 0 to 100000 is expected.'],
    [['data'], 'too many arguments'],
  ])('are refused where they are %j', (parameters, problem) => {
    expect(() => readArguments(parameters)).toThrow(problem);
  });
});
