import type { Pool } from '../../../api/pool.ts';
import { LAMP_SAYS } from '../../elements/legend.tsx';
import type { Shown } from '../../elements/shown.ts';
import { LAMPS } from '../../model/lamps.ts';
import { GROUPS, type PoolFilter, policyOf, SORTS } from '../../model/pool-list.ts';

interface PoolFiltersProps {
  readonly shown: Shown;
  readonly pools: readonly Pool[];
  readonly filter: PoolFilter;
  readonly isNarrow: boolean;
}

/** Filters, order and grouping of the list, which are kept in the address. */
export function PoolFilters({ shown: { routing }, pools, filter, isNarrow }: PoolFiltersProps) {
  const policies = [...new Set(pools.map(policyOf))].toSorted();
  const set = (name: keyof PoolFilter) => (value: string) => routing.show({ [name]: value });
  return (
    <search class="tools filters">
      <label>
        <span>Search</span>
        <input type="search" value={filter.q ?? ''} onInput={(event) => set('q')(event.currentTarget.value)} />
      </label>
      {!isNarrow && (
        <>
          <Choice name="State" value={filter.state} onChoice={set('state')} all="any">
            {LAMPS.map((lamp) => [lamp, LAMP_SAYS[lamp]])}
          </Choice>
          <Choice name="Policy" value={filter.policy} onChoice={set('policy')} all="any">
            {policies.map((policy) => [policy, policy])}
          </Choice>
          <Choice name="Order" value={filter.sort} onChoice={set('sort')}>
            {SORTS.map((sort) => [sort === 'name' ? '' : sort, sort])}
          </Choice>
          <Choice name="Group by" value={filter.group} onChoice={set('group')} all="nothing">
            {GROUPS.map((group) => [group, group])}
          </Choice>
        </>
      )}
      <button
        type="button"
        aria-pressed={filter.trouble === '1'}
        onClick={() => set('trouble')(filter.trouble === '1' ? '' : '1')}
      >
        Only those that need a person
      </button>
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly onChoice: (value: string) => void;
  /** The label if nothing is chosen. */
  readonly all?: string;
  readonly children: readonly (readonly string[])[];
}

function Choice({ name, value = '', onChoice, all, children }: ChoiceProps) {
  return (
    <label>
      <span>{name}</span>
      <select value={value} onChange={(event) => onChoice(event.currentTarget.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {children.map(([key = '', text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
