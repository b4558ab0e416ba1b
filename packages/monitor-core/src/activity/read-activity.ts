import { countOverTime, type PandaDatabase } from '@bigpanda/datastore';
import { formatUtcTime, parseUtcTime, type JobSelection } from '@bigpanda/model';
import type { ActivityCounts } from './activity-charts.ts';
import { planTimeSteps } from './time-steps.ts';

/** The longest time that pictures show, in hours. */
const mostHours = 60 * 24;

/** How many jobs of a selection changed in each step of its window, by state; of the last hours where it has no window. */
export async function readActivity(database: PandaDatabase, selection: JobSelection, { nowMilliseconds, hours }: { readonly nowMilliseconds: number; readonly hours: number }): Promise<ActivityCounts> {
  const end = selection.until === undefined ? nowMilliseconds : Math.min(nowMilliseconds, parseUtcTime(selection.until));
  const shown = selection.since === undefined ? hours : Math.max(1, Math.ceil((end - parseUtcTime(selection.since)) / 3_600_000));
  const steps = planTimeSteps(Math.min(shown, mostHours), end);
  const since = steps.times[0] ?? formatUtcTime(end);
  const byState = await countOverTime(database, { ...selection, since: selection.since !== undefined && selection.since > since ? selection.since : since }, { by: 'jobStatus', stepSeconds: steps.stepSeconds });
  return { steps, byState, bySite: [] };
}
