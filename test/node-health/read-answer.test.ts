import { expect, it } from 'vitest';
import { readAnswer } from '../../src/node-health/read-answer.ts';

it.each([
  // Bare words
  ['healthy', 'Healthy'],
  [' Healthy\r\n', 'Healthy'],
  ['\uFEFF"HEALTHY"', 'Healthy'],
  ['unhealthy', 'Unhealthy'],
  ['Unknown', 'Unknown'],
  // Rich Health States
  ['{"ApplicationHealthState":"Healthy"}', 'Healthy'],
  ['{"applicationHealthState":"unhealthy","other":1}', 'Unhealthy'],
  ['{"ApplicationHealthState":"Unknown"}', 'Unknown'],
  ['{"ApplicationHealthState":"Initializing"}', 'Unknown'],
  ['{"ApplicationHealthState":"ok"}', 'Unknown'],
  ['{"ApplicationHealthState":true}', 'Unknown'],
  ['{"ApplicationHealthState":null}', 'Unknown'],
  ['{"ApplicationHealthState":"toString"}', 'Unknown'],
  ['{"ApplicationHealthState":"Healthy","applicationhealthstate":"Unhealthy"}', 'Unknown'],
  // Nothing of health
  ['', undefined],
  ['{}', undefined],
  ['{"ApplicationHealthState":"Heal', undefined],
  ['{"status":"healthy"}', undefined],
  ['["healthy"]', undefined],
  ['true', undefined],
  ['null', undefined],
  ['not healthy', undefined],
  ['healthy?', undefined],
  ['constructor', undefined],
])('reads %j as %s', (text, state) => {
  expect(readAnswer(text).state).toBe(state);
});

it('reads metrics that are an object in a text, and no others', () => {
  const answer = (metrics: unknown) =>
    readAnswer(JSON.stringify({ ApplicationHealthState: 'Healthy', CustomMetrics: metrics })).metrics;
  expect(answer('{"load":1}')).toEqual({ load: 1 });
  for (const wrong of ['', '[]', '1', 'load', { load: 1 }, null]) expect(answer(wrong)).toBeUndefined();
});
