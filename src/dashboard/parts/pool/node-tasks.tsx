import type { NodeTasks as Tasks } from '../../../api/node-tasks.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { formatMoment, type Zone } from '../../model/times.ts';

interface NodeTasksProps extends PoolId {
  readonly shown: Shown;
  readonly node: string;
}

/** The running tasks of a node, and those that ended there last. */
export function NodeTasks({ shown, account, pool, node }: NodeTasksProps) {
  const { answer, error } = useAnswer<Tasks>(shown.ask, {
    question: `${poolPath({ account, pool })}/nodes/${encodeURIComponent(node)}/tasks`,
    slow: 2,
  });
  return (
    <>
      <h3>Tasks</h3>
      <Failure error={error} what="The tasks" isStale={answer !== undefined} />
      {answer?.tasks.length === 0 && <p class="quiet">No task has run here recently.</p>}
      {answer !== undefined && answer.tasks.length > 0 && (
        <table aria-label={`Tasks of ${node}`}>
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col">State</th>
              <th scope="col">From, to</th>
            </tr>
          </thead>
          <tbody>
            {answer.tasks.map((task) => (
              <Task key={`${task.job} ${task.task}`} task={task} zone={shown.zone} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Task({ task, zone }: { readonly task: Tasks['tasks'][number]; readonly zone: Zone }) {
  const { job, task: id, state, startedAt, endedAt, exitCode } = task;
  const isBad = exitCode !== null && exitCode !== 0;
  return (
    <tr>
      <th scope="row">
        {id} <span class="quiet small">{job}</span>
      </th>
      <td class={isBad ? 'trouble-text' : ''}>
        {state}
        {isBad && `, exit code ${exitCode}`}
      </td>
      <td>
        {startedAt === null ? '–' : formatMoment(startedAt, zone)}
        {endedAt !== null && ` – ${formatMoment(endedAt, zone)}`}
      </td>
    </tr>
  );
}
