import { countJobsBy, findNewestChange, listMissingMigrations, listPilotCounts } from '@bigpanda/datastore';
import { parseUtcTime } from '@bigpanda/model';
import { formatDuration, markup, renderPageTable, sumCounts, type Markup, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import type { FoundPlugin } from '../../plugins/found-plugin.ts';
import type { CorePage } from '../../route/core-page.ts';
import { sinceHours } from '../../selection/time-text.ts';
import { renderFacts } from '../../view/facts.ts';
import { renderStateTiles } from '../../view/state-tiles.ts';
import { pluginTable, summarisePlugin, type PluginSummary } from '../plugin-table.ts';

interface StatusFound {
  readonly newest: { readonly job: string | undefined; readonly task: string | undefined };
  readonly states: StateCounts;
  readonly sitesWithPilots: number;
  readonly missingMigrations: readonly string[];
  readonly plugins: readonly FoundPlugin[];
}

/** What the status of the instance tells; ages in seconds, null where there is nothing. */
export interface StatusSummary {
  readonly version: string;
  readonly newestJob: string | null;
  readonly newestJobAgeSeconds: number | null;
  readonly newestTask: string | null;
  readonly newestTaskAgeSeconds: number | null;
  /** Jobs that changed in the last 24 hours. */
  readonly states: StateCounts;
  /** Sites whose worker nodes asked for a job in the last 3 hours. */
  readonly sitesWithPilots: number;
  /** Steps of the schema that this monitor knows and the database lacks. */
  readonly missingMigrations: readonly string[];
  readonly plugins: readonly PluginSummary[];
}

const pilotHours = 3;

/** The instance itself, and how old what it shows is. */
export const statusPage: CorePage<StatusFound, StatusSummary> = {
  path: '/status/',
  title: 'Status of this instance',
  section: 'status',
  menu: 'Status',
  help: 'How old the newest data is, what changed in the last 24 hours, how many sites ask for jobs, whether the database is of the same release as the monitor, and which plug-ins are served. When the newest change of a job is old while jobs are running, look at panda-server.',
  filters: [],
  read: async ({ database }, { nowMilliseconds, plugins }) => {
    const [states] = await countJobsBy(database, { conditions: [], since: sinceHours(nowMilliseconds, 24) }, { by: ['jobStatus'] });
    return {
      newest: await findNewestChange(database),
      states: Object.fromEntries((states?.values ?? []).map(({ value, count }) => [String(value ?? 'unknown'), count])),
      sitesWithPilots: (await listPilotCounts(database, pilotHours)).filter(({ getJob }) => getJob > 0).length,
      missingMigrations: await listMissingMigrations(database),
      plugins,
    };
  },
  summarise: ({ newest, states, sitesWithPilots, missingMigrations, plugins }, { nowMilliseconds, version }) => ({
    version,
    newestJob: newest.job ?? null,
    newestJobAgeSeconds: ageOf(newest.job, nowMilliseconds),
    newestTask: newest.task ?? null,
    newestTaskAgeSeconds: ageOf(newest.task, nowMilliseconds),
    states, sitesWithPilots, missingMigrations,
    plugins: plugins.map(summarisePlugin),
  }),
  tables: (summary) => [pluginTable(summary)],
  render: renderStatus,
};

function ageOf(time: string | undefined, nowMilliseconds: number): number | null {
  return time === undefined ? null : Math.max(0, Math.round((nowMilliseconds - parseUtcTime(time)) / 1000));
}

function renderStatus(summary: StatusSummary, tables: readonly PageTable[]): Markup {
  const { version, newestJob, newestJobAgeSeconds, newestTask, newestTaskAgeSeconds, sitesWithPilots, missingMigrations, states } = summary;
  const age = (time: string | null, seconds: number | null): string => (time === null || seconds === null ? 'none yet' : `${formatDuration(seconds)} ago, at ${time}`);
  return markup`${renderFacts([
    ['Newest change of a job', age(newestJob, newestJobAgeSeconds)], ['Newest change of a task', age(newestTask, newestTaskAgeSeconds)], ['Jobs changed in the last 24 hours', sumCounts(states)],
    ['Sites asking for jobs', sitesWithPilots], ['Database', missingMigrations.length === 0 ? 'of the same release as this monitor' : `lacks ${missingMigrations.join(', ')}: start the panda-server of this release`], ['This monitor', version],
  ])}
${renderStateTiles(states, { hours: 24 })}
${tables.map(renderPageTable)}
`;
}
