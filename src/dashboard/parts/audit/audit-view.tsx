import { useState } from 'preact/hooks';
import { ApiError } from '../../data/api.ts';
import { saveFile } from '../../elements/save-file.ts';
import type { Shown } from '../../elements/shown.ts';
import { type AuditLogFilter, withDaysIn } from '../../model/story.ts';
import { describeVerified } from '../../model/words.ts';
import { AuditList } from './audit-list.tsx';

const FIRST = ['pool', 'action', 'actor'] as const;
const MORE = ['account', 'node', 'document', 'correlation'] as const;

type Field = (typeof FIRST)[number] | (typeof MORE)[number];

const NAMES: Readonly<Record<Field | 'from' | 'to', string>> = {
  pool: 'Pool',
  action: 'Action',
  actor: 'Who',
  account: 'Account',
  node: 'Node',
  document: 'Document',
  correlation: 'Correlation',
  from: 'From',
  to: 'Up to, without',
};

const HINTS: Partial<Record<Field, string>> = {
  action: 'start, schedule.put …',
  actor: 'entra:anna@contoso.com',
  document: 'schedules/office-hours',
};

/** The whole audit log: filters that are kept in the address, export, and verification of its chains. */
export function AuditView({ shown }: { readonly shown: Shown }) {
  const { routing } = shown;
  const filter = routing.route.query as AuditLogFilter;
  const asked = withDaysIn(filter, shown.zone);
  const set = (name: Field | 'from' | 'to') => (value: string) => routing.show({ [name]: value.trim() });
  return (
    <section class="card" aria-labelledby="audit">
      <h2 id="audit">Audit log</h2>
      <search class="tools filters">
        {FIRST.map((name) => (
          <TextFilter key={name} name={name} value={filter[name]} onValue={set(name)} />
        ))}
        {(['from', 'to'] as const).map((name) => (
          <label key={name}>
            <span>{NAMES[name]}</span>
            <input type="date" value={filter[name] ?? ''} onChange={(event) => set(name)(event.currentTarget.value)} />
          </label>
        ))}
        <details open={MORE.some((name) => filter[name] !== undefined)}>
          <summary>More filters</summary>
          <div class="tools">
            {MORE.map((name) => (
              <TextFilter key={name} name={name} value={filter[name]} onValue={set(name)} />
            ))}
          </div>
        </details>
      </search>
      <Tools shown={shown} filter={asked} />
      <AuditList shown={shown} filter={asked} />
    </section>
  );
}

interface TextFilterProps {
  readonly name: Field;
  readonly value: string | undefined;
  readonly onValue: (value: string) => void;
}

function TextFilter({ name, value = '', onValue }: TextFilterProps) {
  return (
    <label>
      <span>{NAMES[name]}</span>
      <input value={value} placeholder={HINTS[name] ?? ''} onChange={(event) => onValue(event.currentTarget.value)} />
    </label>
  );
}

function Tools({ shown: { ask, send }, filter }: { readonly shown: Shown; readonly filter: AuditLogFilter }) {
  const [said, say] = useState('');
  const attempt = (what: () => Promise<string>) => {
    say('One moment …');
    what().then(say, (error: unknown) => say(error instanceof ApiError ? error.message : 'It failed.'));
  };
  const exporting = (format: 'csv' | 'jsonl') => async () => {
    const said = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams([...said, ['format', format]]);
    const { body, archived } = await send({ method: 'GET', path: `audit/export?${query}`, headers: { accept: '*/*' } });
    saveFile(`audit.${format}`, typeof body === 'string' ? body : JSON.stringify(body));
    const missing = archived === undefined ? '' : ` Not in it, but in the archive: ${archived}.`;
    return `Saved as audit.${format}.${missing}`;
  };
  return (
    <div class="tools">
      <button type="button" onClick={() => attempt(exporting('csv'))}>
        Export as CSV
      </button>
      <button type="button" onClick={() => attempt(exporting('jsonl'))}>
        Export as JSON Lines
      </button>
      <button type="button" onClick={() => attempt(() => verify(ask, filter))}>
        Verify
      </button>
      <p role="status" class="quiet">
        {said}
      </p>
    </div>
  );
}

interface Verification {
  readonly ok: boolean;
  readonly records?: number;
  readonly faults?: readonly { readonly chain: string; readonly message: string }[];
  readonly cursor?: string | null;
}

/** Requests page after page until all chains of the account or pool are verified, or one has a fault. */
async function verify(ask: Shown['ask'], { account, pool }: AuditLogFilter): Promise<string> {
  let cursor: string | undefined;
  do {
    const said = Object.entries({ account, pool, cursor }).filter(
      (one): one is [string, string] => one[1] !== undefined && one[1] !== '',
    );
    const answer = await ask<Verification>(`audit/verify?${new URLSearchParams(said)}`);
    const [fault] = answer.faults ?? [];
    if (!answer.ok)
      return `${describeVerified({ account, pool })} is not intact: ${fault === undefined ? 'see the API' : `${fault.chain}: ${fault.message}`}`;
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined);
  return `${describeVerified({ account, pool })} is intact: no record was changed, removed or inserted.`;
}
