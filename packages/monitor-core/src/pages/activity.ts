import { countOverTime } from '@bigpanda/datastore';
import type { JobCondition, JobSelection } from '@bigpanda/model';
import { markup, renderChart, renderLivePart, type Chart, type PageFilter, type PageParameters } from '@bigpanda/monitor-contract';
import { chartFailureRate, chartSites, chartStates, chartThroughput, type ActivityCounts } from '../activity/activity-charts.ts';
import { planTimeSteps } from '../activity/time-steps.ts';
import { checkedParameters } from '../request/parameters.ts';
import type { CorePage } from '../route/core-page.ts';
import type { PageRequest } from '../route/page-request.ts';
import { readAskedJobs } from '../selection/job-selection.ts';
import { renderFilterForm } from './filter-form.ts';

export interface ActivitySummary {
  readonly parameters: PageParameters;
  readonly states: Chart;
  readonly throughput: Chart;
  readonly failureRate: Chart;
  readonly sites: Chart;
}

interface ActivityFound {
  readonly parameters: PageParameters;
  readonly counts: ActivityCounts;
}

const path = '/activity/';

const filters: readonly PageFilter[] = [
  { name: 'hours', title: 'Last hours', kind: 'choice', choices: ['6', '24', '72', '168', '720'], default: '24' },
  { name: 'vo', title: 'VO', kind: 'text' },
  { name: 'cloud', title: 'Cloud', kind: 'text' },
  { name: 'computingsite', title: 'Site', kind: 'text' },
  { name: 'produsername', title: 'User', kind: 'text' },
  { name: 'prodsourcelabel', title: 'Type', kind: 'text' },
];

const refreshSeconds = 60;

/** Pictures of what jobs did over time. */
export const activityPage: CorePage<ActivityFound, ActivitySummary> = {
  path,
  title: 'Activity',
  section: 'overview',
  menu: 'Activity',
  help: 'What jobs did over time, as pictures: jobs by state, throughput, failure rate, sites. Each picture has its numbers as a table below it; move over a picture to read them, drag to look closer, double-click to see all again, click a name to leave it out.\n\nJobs are counted when they last changed, which for a job that ended is when it ended. Filters take * for any text, | between several, ! in front for all others.',
  filters,
  read: async ({ database }, request) => {
    const parameters = checkedParameters(filters, request.parameters);
    const steps = planTimeSteps(Number(parameters['hours']), request.nowMilliseconds);
    const selection: JobSelection = { conditions: readConditions(request), since: steps.times[0] ?? '' };
    const ended: JobCondition = { attribute: 'jobStatus', patterns: [{ kind: 'equal', value: 'finished' }, { kind: 'equal', value: 'failed' }] };
    const { stepSeconds } = steps;
    return {
      parameters,
      counts: {
        steps,
        byState: await countOverTime(database, selection, { by: 'jobStatus', stepSeconds }),
        bySite: await countOverTime(database, { ...selection, conditions: [...selection.conditions, ended] }, { by: 'computingSite', stepSeconds }),
      },
    };
  },
  summarise: ({ parameters, counts }) => ({ parameters, states: chartStates(counts), throughput: chartThroughput(counts), failureRate: chartFailureRate(counts), sites: chartSites(counts) }),
  render: ({ parameters, states, throughput, failureRate, sites }) => markup`${renderFilterForm({ path, filters, parameters })}
${renderLivePart({ id: 'activity', seconds: refreshSeconds }, markup`<div class="charts">
${[states, throughput, failureRate, sites].map(renderChart)}</div>
`)}`,
};

/** The jobs of the filters, whenever they changed. */
function readConditions(request: PageRequest): readonly JobCondition[] {
  const parameters = new URLSearchParams([...request.parameters].filter(([name]) => name.toLowerCase() !== 'hours'));
  return readAskedJobs({ ...request, parameters }).selection.conditions;
}
