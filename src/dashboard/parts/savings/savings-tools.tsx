import { saveFile } from '../../elements/save-file.ts';
import type { Shown } from '../../elements/shown.ts';
import { SPANS } from '../../model/savings-span.ts';
import { type SavingsRow, savingsCsv } from '../../model/savings-table.ts';

/** What savings can be grouped by. */
export const GROUPS = ['day', 'pool', 'schedule', 'owner'] as const;

interface SavingsToolsProps {
  readonly shown: Shown;
  readonly group: (typeof GROUPS)[number];
  readonly rows: readonly SavingsRow[];
  /** The name of the span, for a file about it. */
  readonly spanName: string | undefined;
}

/** The choice of the grouping and of the days or month, and the download. */
export function SavingsTools({ shown: { routing, now }, group, rows, spanName }: SavingsToolsProps) {
  const { month, days } = routing.route.query;
  const chosen = SPANS.find((one) => one === days) ?? '30';
  return (
    <div class="tools">
      <Buttons
        name="By"
        choices={GROUPS}
        chosen={group}
        say={(one) => `By ${one}`}
        onChoice={(one) => routing.show({ group: one })}
      />
      <Buttons
        name="Days"
        choices={SPANS}
        chosen={month === undefined ? chosen : undefined}
        say={(one) => `${one} days`}
        onChoice={(one) => routing.show({ days: one, month: '' })}
      />
      <label>
        <span>Month</span>
        <input
          type="month"
          value={month ?? ''}
          max={now?.slice(0, 7)}
          onChange={(event) => routing.show({ month: event.currentTarget.value })}
        />
      </label>
      <button
        type="button"
        disabled={rows.length === 0}
        onClick={() => saveFile(`savings-${spanName}-by-${group}.csv`, savingsCsv(group, rows))}
      >
        Save as CSV
      </button>
    </div>
  );
}

interface ButtonsProps<Choice extends string> {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice | undefined;
  readonly say: (choice: Choice) => string;
  readonly onChoice: (choice: Choice) => void;
}

function Buttons<Choice extends string>({ name, choices, chosen, say, onChoice }: ButtonsProps<Choice>) {
  return (
    <fieldset class="tools" aria-label={name}>
      {choices.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => onChoice(one)}>
          {say(one)}
        </button>
      ))}
    </fieldset>
  );
}
