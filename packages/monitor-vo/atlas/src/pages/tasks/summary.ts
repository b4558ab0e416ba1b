import { addToCounts, type PageParameters, type StateCounts } from '@bigpanda/monitor-contract';
import type { TaskRecord } from './record.ts';

/** Tasks of one kind. */
export interface TaskKind {
  readonly activity: string;
  readonly processing: string;
  /** Tasks by state. */
  readonly counts: StateCounts;
}

export interface TaskSummary {
  readonly kinds: readonly TaskKind[];
  /** Newest first. */
  readonly tasks: readonly TaskRecord[];
  /** As the address says, for links. */
  readonly hours?: string;
}

/** The tasks of the activity that is asked for; what else is asked for was part of the query. */
export function summarise(records: readonly TaskRecord[], { activity, hours }: PageParameters): TaskSummary {
  const tasks = records.filter((task) => activity === undefined || task.activity === activity);
  const kinds = [...Map.groupBy(tasks, (task) => JSON.stringify([task.activity, task.processing])).values()].flatMap((group): TaskKind[] => {
    const [first] = group;
    return first === undefined ? [] : [{ activity: first.activity, processing: first.processing, counts: group.reduce<StateCounts>((counts, task) => addToCounts(counts, task.state), {}) }];
  });
  return {
    kinds: kinds.sort((left, right) => compareTexts(right.activity, left.activity) || compareTexts(left.processing, right.processing)),
    tasks: tasks.toSorted((left, right) => right.id - left.id),
    ...(hours === undefined ? {} : { hours }),
  };
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
