import { useState } from 'preact/hooks';
import type { Answered } from '../../data/api.ts';
import { Dialog } from '../../elements/dialog.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { ACT_FORMS, type ActField, type ActInput, type ActName } from '../../model/act-forms.ts';
import { fromInput, toInput, type Zone } from '../../model/times.ts';
import { Confirm } from './confirm.tsx';
import { DespiteStop } from './despite-stop.tsx';
import { Follow } from './follow.tsx';

interface ActDialogProps extends PoolId {
  readonly shown: Shown;
  readonly zone: Zone;
  readonly name: ActName;
  /** The initial input of the form. */
  readonly initial: Partial<ActInput>;
  /** Whether it can be confirmed although its effect cannot be found out. */
  readonly isUrgent?: boolean;
  readonly onClose: () => void;
}

const EMPTY: ActInput = { nodes: '', until: undefined, from: undefined, note: '', on: [], off: [], despiteStop: false };

/** The dialog of an act on a pool: its form, its exact effect, one confirmation, and its progress. */
export function ActDialog({ shown, zone, account, pool, name, initial, isUrgent, onClose }: ActDialogProps) {
  const form = ACT_FORMS[name];
  const [input, setInput] = useState<ActInput>({ ...EMPTY, ...initial });
  const [done, setDone] = useState<Answered | undefined>(undefined);
  const [since] = useState(shown.now ?? '');
  const request = isComplete(form.fields, input) ? form.request(input) : undefined;
  const under = request && { ...request, path: `${poolPath({ account, pool })}/${request.path}` };
  return (
    <Dialog title={`${form.title}: ${pool}`} onClose={onClose}>
      {done === undefined ? (
        <>
          <p>{form.about}</p>
          <form class="fields" onSubmit={(event) => event.preventDefault()}>
            {form.fields.map((field) => (
              <Field
                key={field}
                field={field}
                nodesLabel={form.nodesLabel}
                zone={zone}
                input={input}
                onInput={(change) => setInput({ ...input, ...change })}
              />
            ))}
            {form.isStoppable && (
              <DespiteStop
                shown={shown}
                zone={zone}
                isWanted={input.despiteStop}
                onChange={(despiteStop) => setInput({ ...input, despiteStop })}
              />
            )}
          </form>
          <Confirm
            shown={shown}
            zone={zone}
            request={under}
            confirm={form.confirm}
            onDone={setDone}
            isUrgent={isUrgent ?? false}
          />
        </>
      ) : (
        <Follow
          shown={shown}
          zone={zone}
          account={account}
          pool={pool}
          correlation={correlationIn(done.body)}
          since={since}
        />
      )}
    </Dialog>
  );
}

function isComplete(fields: readonly ActField[], { nodes, until, from }: ActInput): boolean {
  if (fields.includes('until') && until === undefined) return false;
  if (fields.includes('by') && from === undefined) return false;
  const needsNodes = fields.includes('nodes') && !fields.includes('optional-until');
  return !needsNodes || nodes.trim() !== '';
}

function correlationIn(body: unknown): string | undefined {
  const { correlation } = (body ?? {}) as { correlation?: unknown };
  return typeof correlation === 'string' ? correlation : undefined;
}

interface FieldProps {
  readonly field: ActField;
  readonly nodesLabel: string | undefined;
  readonly zone: Zone;
  readonly input: ActInput;
  readonly onInput: (change: Partial<ActInput>) => void;
}

function Field({ field, nodesLabel = 'Nodes', zone, input, onInput }: FieldProps) {
  switch (field) {
    case 'nodes':
      return (
        <label>
          {nodesLabel}
          <input
            value={input.nodes}
            inputMode="numeric"
            onInput={(event) => onInput({ nodes: event.currentTarget.value })}
          />
        </label>
      );
    case 'until':
    case 'optional-until':
      return (
        <Moment
          zone={zone}
          label={field === 'until' ? 'Until' : 'In effect until; if empty, until the next edge'}
          value={input.until}
          onMoment={(until) => onInput({ until })}
        />
      );
    case 'by':
      return <Moment zone={zone} label="Ready by" value={input.from} onMoment={(from) => onInput({ from })} />;
    case 'note':
      return (
        <label>
          Why, for the audit log
          <input value={input.note} maxLength={500} onInput={(event) => onInput({ note: event.currentTarget.value })} />
        </label>
      );
  }
}

interface MomentProps {
  readonly zone: Zone;
  readonly label: string;
  readonly value: string | undefined;
  readonly onMoment: (moment: string | undefined) => void;
}

function Moment({ zone, label, value, onMoment }: MomentProps) {
  return (
    <label>
      {label} ({zone === 'local' ? 'your time' : zone})
      <input
        type="datetime-local"
        value={value === undefined ? '' : toInput(value, zone)}
        onInput={(event) => onMoment(fromInput(event.currentTarget.value, zone))}
      />
    </label>
  );
}
