import { describe, expect, it } from 'vitest';
import { readTrace } from '../../src/replay/trace.ts';

const LOG = 'submit_s,runtime_s,nodes,user\n90000,60,9,u1\n86400,30,4,u2\n10,5,1,u1\n';

describe('readTrace', () => {
  it('reads the jobs of the days that count, in the order of their submission, and counts their tasks', () => {
    expect(readTrace(LOG, { processorsPerNode: 4, fromDay: 1, days: 1 })).toEqual([
      { submittedS: 0, runS: 30, tasks: 1, family: 'u2' },
      { submittedS: 3600, runS: 60, tasks: 3, family: 'u1' },
    ]);
  });

  it.each([
    ['', /line 1: the header submit_s,runtime_s,nodes,user is expected/],
    ['submit_s,runtime_s,nodes,user\n1,2,3', /line 2/],
    ['submit_s,runtime_s,nodes,user\n1,2,3,u\n-1,2,3,u', /line 3/],
  ])('names the line that is wrong in %j', (text, message) => {
    expect(() => readTrace(text, { processorsPerNode: 1, fromDay: 0, days: 9 })).toThrow(message);
  });
});
