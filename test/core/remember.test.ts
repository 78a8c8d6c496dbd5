import { describe, expect, it } from 'vitest';
import { KeptByWeight, remember } from '../../src/core/remember.ts';

describe('remember', () => {
  function counting(most: number) {
    const made: string[] = [];
    const recall = remember((key: string) => {
      made.push(key);
      return key === 'nothing' ? undefined : key.toUpperCase();
    }, most);
    return { made, recall };
  }

  it('makes each answer once, that of nothing too', () => {
    const { made, recall } = counting(3);
    expect(['a', 'nothing', 'a', 'nothing'].map(recall)).toEqual(['A', undefined, 'A', undefined]);
    expect(made).toEqual(['a', 'nothing']);
  });

  it('keeps so many answers and forgets the oldest first', () => {
    const { made, recall } = counting(2);
    expect(['a', 'b', 'c', 'c', 'b', 'a'].map(recall)).toEqual(['A', 'B', 'C', 'C', 'B', 'A']);
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });

  it('keeps no failure', () => {
    const recall = remember((key: string) => {
      throw new Error(key);
    }, 2);
    expect(() => recall('a')).toThrow('a');
    expect(() => recall('a')).toThrow('a');
  });
});

it('weighs only the latest value of a key', () => {
  const kept = new KeptByWeight<string, string>(10, (text) => text.length);
  for (const text of ['aaaa', 'bbb', 'aaaaa', 'cc', 'dd']) kept.add(text[0] ?? '', text);
  expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual(['aaaaa', undefined, 'cc', 'dd']);
  kept.add('a', 'aaaaaaaaaaa');
  expect(kept.get('a')).toBeUndefined();
});

it('keeps values up to a weight of all together, the latest of them', () => {
  const kept = new KeptByWeight<string, string>(10, (text) => text.length);
  for (const text of ['aaaa', 'bbb', 'cc', 'ddddd', 'eeeeeeeeeee']) kept.add(text[0] ?? '', text);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => kept.get(key))).toEqual([undefined, 'bbb', 'cc', 'ddddd', undefined]);
});

it('drops the value that was not used for the longest time', () => {
  const kept = new KeptByWeight<string, string>(10, (text) => text.length);
  kept.add('a', 'aaaa');
  kept.add('b', 'bbbb');
  kept.get('a');
  kept.add('c', 'cccc');
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual(['aaaa', undefined, 'cccc']);
});
