import { useState } from 'preact/hooks';
import type { AuditPage } from '../../api/audit.ts';
import type { AuditRecord } from '../../api/audit-record.ts';
import { useAnswer } from '../data/use-answer.ts';
import { describeAct, historyQuery, isTrouble } from '../model/story.ts';
import { formatMoment } from '../model/times.ts';
import { shortNode } from '../model/words.ts';
import { Failure } from './failure.tsx';
import type { PoolId, Shown } from './shown.ts';

const ACTIONS = [
  'start',
  'deallocate',
  'node.started',
  'node.deallocated',
  'node.manual-start',
  'node.manual-deallocate',
  'plan.observed',
  'pool.left-alone',
  'override',
  'capacity.late',
];

interface HistoryProps extends PoolId {
  readonly shown: Shown;
  readonly correlation: string | undefined;
  readonly onCorrelation: (correlation: string | undefined) => void;
}

/** The last records of a pool, or everything that belongs to one correlation. */
export function History({ shown, account, pool, correlation, onCorrelation }: HistoryProps) {
  const [action, setAction] = useState('');
  const filter = correlation === undefined ? { account, pool, action } : { correlation };
  const { answer, error } = useAnswer<AuditPage>(shown.ask, { question: historyQuery(filter) });
  return (
    <section class="card" aria-labelledby="history">
      <div class="heading">
        <h2 id="history">{correlation === undefined ? `History of ${pool}` : 'One story'}</h2>
        <div class="tools">
          {correlation === undefined ? (
            <label>
              <span>only</span>
              <select value={action} onChange={(event) => setAction(event.currentTarget.value)}>
                <option value="">everything</option>
                {ACTIONS.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <button type="button" onClick={() => onCorrelation(undefined)}>
              Back to the audit log of {pool}
            </button>
          )}
        </div>
      </div>
      <Failure error={error} what="The audit log" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Loading the audit log …</p>}
      {answer?.records.length === 0 && <p class="quiet">Nothing is recorded yet.</p>}
      {answer !== undefined && answer.records.length > 0 && (
        <Records
          // A story is read from its beginning.
          records={correlation === undefined ? answer.records : answer.records.toReversed()}
          shown={shown}
          onCorrelation={correlation === undefined ? onCorrelation : undefined}
        />
      )}
    </section>
  );
}

interface RecordsProps {
  readonly records: readonly AuditRecord[];
  readonly shown: Shown;
  readonly onCorrelation: ((correlation: string) => void) | undefined;
}

function Records({ records, shown: { zone }, onCorrelation }: RecordsProps) {
  return (
    <div class="scroll tall">
      <table class="history">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">On what</th>
            <th scope="col">Why</th>
            <th scope="col">Story</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id}>
              <td class="nowrap">{formatMoment(record.at, zone)}</td>
              <td class={isTrouble(record) ? 'trouble-text' : ''}>{describeAct(record)}</td>
              <td class="id" title={record.subject}>
                {record.node === undefined ? record.subject : shortNode(record.node)}
              </td>
              <td>
                {record.reason}
                <span class="quiet small">{record.actor}</span>
              </td>
              <td>
                {onCorrelation === undefined ? (
                  <code>{record.correlation.slice(0, 8)}</code>
                ) : (
                  <button
                    type="button"
                    class="link"
                    aria-label={`The story of ${record.correlation}`}
                    onClick={() => onCorrelation(record.correlation)}
                  >
                    <code>{record.correlation.slice(0, 8)}</code>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
