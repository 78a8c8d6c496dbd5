import { expect, it } from 'vitest';
import { askFile } from '../../src/node-health/ask-file.ts';
import { type Signal, unknown } from '../../src/node-health/signal.ts';

it('reads a file once while its file system hangs, and again afterwards', async () => {
  const reads: PromiseWithResolvers<Signal>[] = [];
  const ask = askFile({ file: '/mnt/health', maxAgeMs: 60_000 }, () => {
    const read = Promise.withResolvers<Signal>();
    reads.push(read);
    return read.promise;
  });
  const { signal } = new AbortController();
  const asked = [ask(signal), ask(signal), ask(signal)];
  expect(reads).toHaveLength(1);
  reads[0]?.resolve(unknown('no such file'));
  expect(await Promise.all(asked)).toEqual(Array(3).fill(unknown('no such file')));
  const later = ask(signal);
  reads[1]?.resolve({ state: 'Healthy', reason: 'file says healthy' });
  expect(await later).toMatchObject({ state: 'Healthy' });
  expect(reads).toHaveLength(2);
});
