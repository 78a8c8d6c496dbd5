import { describe, expect, it } from 'vitest';
import { StepsSpent, stepBudget } from '../../src/core/step-budget.ts';

describe('stepBudget', () => {
  it('ends when it, or the whole that it is a part of, is used up', () => {
    const whole = stepBudget(10, { what: 'all' });
    const part = stepBudget(8, { what: 'a part', whole });
    part.spend(8);
    expect(() => part.spend()).toThrow('a part takes more than 8 steps');
    const other = stepBudget(8, { what: 'another part', whole });
    expect(() => other.spend(2)).toThrow(StepsSpent);
    expect(() => other.spend(2)).toThrow('all takes more than 10 steps');
  });

  it('leaves its first steps to a part, whatever others have spent', () => {
    const whole = stepBudget(10, { what: 'all' });
    const greedy = stepBudget(100, { what: 'greedy', whole, free: 5 });
    greedy.spend(3);
    expect([whole.spent, greedy.left]).toEqual([0, 12]);
    expect(() => greedy.spend(50)).toThrow('all takes more than 10 steps');
    const modest = stepBudget(100, { what: 'modest', whole, free: 5 });
    modest.spend(5);
    expect(modest.left).toBe(0);
    expect(() => modest.spend()).toThrow('all takes more than 10 steps');
  });
});
