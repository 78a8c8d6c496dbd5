import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';

async function run(...parameters: readonly string[]) {
  let out = '';
  let error = '';
  const code = await main(['import', ...parameters], {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { out, error, code };
}

const folder = mkdtempSync(join(tmpdir(), 'import-'));

describe('import', () => {
  it('shows the documents, and what could not be carried over', async () => {
    const { out, code } = await run('off-hours', 'off=(M-F,19);on=(M-F,7);tz=utc', '--pool', 'render');
    expect(code).toBe(0);
    expect(out).toContain('"render-off-hours"');
    expect(out).toContain('Not carried over');
  });

  it('writes the documents into a folder', async () => {
    const formula = join(folder, 'formula.txt');
    writeFileSync(formula, '$d = time(); $w = $d.hour >= 8 && $d.hour < 18; $TargetDedicatedNodes = $w ? 20:10;');
    expect((await run('autoscale', formula, '--pool', 'render', '--out', folder)).code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8'))).toMatchObject({ id: 'render' });
    expect(JSON.parse(readFileSync(join(folder, 'schedule.json'), 'utf8'))).toMatchObject({ id: 'render-formula' });
  });

  it('overwrites no file without --force, and then writes nothing', async () => {
    const target = mkdtempSync(join(tmpdir(), 'import-'));
    const existing = join(target, 'schedule.json');
    writeFileSync(existing, 'mine');
    const command = ['off-hours', 'off=(M-F,19)', '--pool', 'render', '--out', target];
    const { out, error, code } = await run(...command);
    expect([out, code]).toEqual(['', 2]);
    expect(error).toContain(`${existing} exists already, and nothing was written; --force overwrites`);
    expect(readdirSync(target)).toEqual(['schedule.json']);
    expect(readFileSync(existing, 'utf8')).toBe('mine');
    expect((await run(...command, '--force')).code).toBe(0);
    expect(JSON.parse(readFileSync(existing, 'utf8'))).toMatchObject({ id: 'render-off-hours' });
  });

  it('makes nothing that could not be saved', async () => {
    const target = mkdtempSync(join(tmpdir(), 'import-'));
    const periods = join(target, 'periods.json');
    writeFileSync(periods, '{ "schedules": [{ "name": "s", "periods": [{ "monthdays": "32" }] }] }');
    const { out, code } = await run('instance-scheduler', periods, '--pool', 'render', '--out', target);
    expect([out, code]).toEqual(['', 1]);
    expect(readdirSync(target)).toEqual(['periods.json']);
  });

  it('gives exit code 1 where nothing can be made, and 2 where it is misused', async () => {
    expect((await run('off-hours', 'off', '--pool', 'render')).code).toBe(1);
    expect((await run('off-hours', 'on', '--pool', 'a b')).code).toBe(2);
    expect((await run('slurm', 'x', '--pool', 'a')).error).toContain('autoscale, instance-scheduler, off-hours');
    expect((await run('autoscale', join(folder, 'none.txt'), '--pool', 'a')).error).toContain('there is no file');
    writeFileSync(join(folder, 'broken.json'), '{');
    expect((await run('instance-scheduler', join(folder, 'broken.json'), '--pool', 'a')).error).toContain(
      'is not JSON',
    );
  });
});
