import { listQueues, readTask, selectDatasets, selectFiles, selectJobs, selectTaskDatasets, selectTasks, tabulateSelection } from '@bigpanda/datastore';
import type { JobSelection } from '@bigpanda/model';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { exactFilter, jobHref, jobsHref } from '../../selection/job-address.ts';
import { sinceHours } from '../../selection/time-text.ts';
import { readJobsOfFiles } from '../../selection/vo-filter.ts';
import { datasetHref, fileHref, subjectHref } from '../../view/subject-href.ts';
import { renderNotice } from '../notice.ts';

/** Something that was found: what it is, its name, and the page about it. */
export interface Hit {
  readonly kind: 'job' | 'task' | 'user' | 'site' | 'jobs' | 'file' | 'dataset';
  readonly name: string;
  readonly href: string;
  /** What else is known, in few words. */
  readonly note: string;
}

interface SearchSummary {
  readonly q: string;
  readonly hits: readonly Hit[];
}

const filters: readonly PageFilter[] = [{ name: 'q', title: 'Number or name', kind: 'text' }];
const searchedHours = 30 * 24;
const mostHits = 20;

/** One field for everything. */
export const searchPage: CorePage<SearchSummary, SearchSummary> = {
  path: '/search/',
  title: 'Search',
  section: 'search',
  help: 'Looks for a job or task by its number, for jobs and tasks by their names, for users and sites by a part of their names, for files and datasets by the beginning of theirs. Users are those who had jobs in the last 30 days. `*` stands for any text; without one, names that hold the text are found, and jobs whose names begin with it. Of each kind at most 20 are told; the lists of jobs, tasks, files and datasets have the others.',
  filters,
  read: async ({ database }, request) => {
    const { parameters, nowMilliseconds } = request;
    const q = readParameter(parameters, 'q') ?? '';
    if (q === '') return { q, hits: [] };
    const part = q.includes('*') ? q : `*${q}*`;
    const since = sinceHours(nowMilliseconds, searchedHours);
    const number = /^\d{1,15}$/.test(q) ? Number(q) : undefined;
    const begins = q.includes('*') ? q : `${q}*`;
    const named: JobSelection = { since, conditions: [{ attribute: 'jobName', patterns: [{ kind: 'like', text: begins }] }] };
    const ofJobs = readJobsOfFiles({ parameters: new URLSearchParams(), hiddenVos: request.hiddenVos });
    const [byNumber, tasks, users, queues, jobs, files, datasets, taskDatasets] = await Promise.all([
      number === undefined ? [] : findNumber(database, number),
      selectTasks(database, { conditions: [{ column: 'TASKNAME', patterns: [{ kind: 'like', text: part }] }] }, mostHits),
      tabulateSelection(database, { since, conditions: [{ attribute: 'prodUserName', patterns: [{ kind: 'like', text: part }] }] }, { by: ['prodUserName'], limit: mostHits }),
      listQueues(database),
      selectJobs(database, named, { order: { attribute: 'PandaID', direction: 'descending' }, limit: mostHits, attributes: ['jobName', 'jobStatus', 'computingSite'] }),
      q.startsWith('*') ? [] : selectFiles(database, { conditions: [{ attribute: 'lfn', patterns: [{ kind: 'like', text: begins }] }], ...(ofJobs === undefined ? {} : { ofJobs }) }, mostHits),
      selectDatasets(database, { conditions: [{ column: 'NAME', patterns: [{ kind: 'like', text: begins }] }], ...(ofJobs === undefined ? {} : { ofJobs }) }, mostHits),
      selectTaskDatasets(database, { conditions: [{ column: 'DATASETNAME', patterns: [{ kind: 'like', text: begins }] }] }, mostHits),
    ]);
    const sites = queues.map(({ SITEID, NICKNAME, STATUS }) => ({ site: SITEID ?? NICKNAME, status: STATUS ?? '' })).filter(({ site }) => site.toLowerCase().includes(q.toLowerCase().replaceAll('*', '')));
    return {
      q,
      hits: [
        ...byNumber,
        ...sites.slice(0, mostHits).map(({ site, status }): Hit => ({ kind: 'site', name: site, href: subjectHref('computingsite', site) ?? '', note: status })),
        ...users.map(({ values: [user = ''], count }): Hit => ({ kind: 'user', name: String(user), href: subjectHref('produsername', user) ?? '', note: `${count} jobs in the last 30 days` })),
        ...tasks.map((task): Hit => ({ kind: 'task', name: `${task.JEDITASKID} ${task.TASKNAME ?? ''}`, href: `/task/${task.JEDITASKID}/`, note: task.STATUS })),
        ...jobs.jobs.map((job): Hit => ({ kind: 'job', name: `${job.PandaID ?? ''} ${job.jobName ?? ''}`, href: jobHref(job.PandaID ?? ''), note: `${job.jobStatus ?? ''} ${job.computingSite ?? ''}` })),
        ...[...Map.groupBy(files, ({ file }) => String(file.lfn ?? ''))].map(([lfn, found]): Hit => ({ kind: 'file', name: lfn, href: fileHref(lfn), note: String(found[0]?.file.type ?? '') })),
        ...taskDatasets.filter(({ DATASETNAME }) => !datasets.some(({ NAME }) => NAME === DATASETNAME)).map(({ DATASETNAME, TYPE, JEDITASKID }): Hit => ({ kind: 'dataset', name: DATASETNAME, href: datasetHref(DATASETNAME), note: `${TYPE} of task ${JEDITASKID}` })),
        ...datasets.map(({ NAME, TYPE, STATUS }): Hit => ({ kind: 'dataset', name: NAME, href: datasetHref(NAME), note: [TYPE, STATUS].filter((word) => word !== null).join(', ') })),
      ],
    };
  },
  summarise: (found) => found,
  titleOf: ({ q }) => (q === '' ? 'Search' : `Search: ${q.slice(0, 80)}`),
  formOf: ({ q }) => ({ path: '/search/', filters, parameters: { q } }),
  tables: (summary) => [hitTable(summary)],
  render: renderHits,
};

/** A job, a task, or jobs that have the number in another attribute. */
async function findNumber(database: Parameters<typeof readTask>[0], number: number): Promise<Hit[]> {
  const find = async (attribute: 'PandaID' | 'jediTaskID' | 'jobsetID' | 'jobDefinitionID'): Promise<number> =>
    (await tabulateSelection(database, { conditions: [{ attribute, patterns: [{ kind: 'equal', value: number }] }] }, { by: [] })).reduce((sum, { count }) => sum + count, 0);
  const [jobs, task, ofSet, ofDefinition] = [await find('PandaID'), await readTask(database, number), await find('jobsetID'), await find('jobDefinitionID')];
  return [
    ...(jobs === 0 ? [] : [{ kind: 'job', name: String(number), href: jobHref(number), note: 'PandaID' } as const]),
    ...(task === undefined ? [] : [{ kind: 'task', name: `${number} ${task.TASKNAME ?? ''}`, href: `/task/${number}/`, note: task.STATUS } as const]),
    ...(ofSet === 0 ? [] : [{ kind: 'jobs', name: `Job set ${number}`, href: jobsHref({ jobsetid: number }), note: `${ofSet} jobs` } as const]),
    ...(ofDefinition === 0 ? [] : [{ kind: 'jobs', name: `Job definition ${number}`, href: jobsHref({ jobdefinitionid: exactFilter(number) }), note: `${ofDefinition} jobs` } as const]),
  ];
}

function hitTable({ hits }: SearchSummary): PageTable {
  return {
    key: 'hits', caption: `${hits.length} found`,
    columns: [{ key: 'kind', title: 'What' }, { key: 'name', title: 'Name' }, { key: 'note', title: 'More' }],
    rows: hits.map(({ kind, name, href, note }) => [kind, { value: name, href }, note]),
  };
}

function renderHits(summary: SearchSummary): Markup {
  if (summary.q === '') return markup`<p class="hint">Numbers of jobs, tasks and job sets; names of jobs, tasks, users, sites, files and datasets.</p>
`;
  if (summary.hits.length > 0) return renderPageTable(hitTable(summary));
  return renderNotice({ title: 'Nothing found', text: markup`Nothing has the number or the name “${summary.q.slice(0, 200)}”.`, action: markup`The <a href="/jobs/">list of jobs</a> filters by any attribute.` });
}
