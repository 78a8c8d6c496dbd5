import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('the dashboard', () => {
  it('has no faults of type: it is checked by itself, because it alone knows the browser', () => {
    const { status, stdout } = spawnSync('node_modules/.bin/tsc', ['--noEmit', '-p', 'src/dashboard'], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
