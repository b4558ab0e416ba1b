import { listQueues, selectDatasets, selectFiles, selectJobs, selectTaskDatasets, selectTaskColumns, tabulateSelection, type FoundTask, type PandaDatabase, type TaskColumn, type TaskCondition } from '@bigpanda/datastore';
import type { JobCondition } from '@bigpanda/model';
import type { PageRequest } from '../../route/page-request.ts';
import { exactFilter, jobHref, jobsHref } from '../../selection/job-address.ts';
import { sinceHours } from '../../selection/time-text.ts';
import { readJobsOfFiles, readVo } from '../../selection/vo-filter.ts';
import { datasetHref, fileHref, subjectHref } from '../../view/subject-href.ts';

/** Something that was found: what it is, its name, and the page about it. */
export interface Hit {
  readonly kind: 'job' | 'task' | 'user' | 'site' | 'jobs' | 'file' | 'dataset';
  readonly name: string;
  readonly href: string;
  /** What else is known, in few words. */
  readonly note: string;
}

/** What is looked for: the text as it was given, with `*` for any text around it, and after it; of a VO where the address or the host says one. */
interface Wanted {
  readonly q: string;
  readonly part: string;
  readonly begins: string;
  readonly since: string;
  readonly ofVo: readonly JobCondition[];
  readonly ofJobs: ReturnType<typeof readJobsOfFiles>;
}

const searchedHours = 30 * 24;
const mostHits = 20;

/** What is told of a task. */
const taskNames: readonly TaskColumn[] = ['TASKNAME', 'STATUS'];

/** Everything that has a number or a name, at most 20 of each kind. */
export async function findHits(database: PandaDatabase, request: Pick<PageRequest, 'parameters' | 'vo' | 'hiddenVos' | 'nowMilliseconds'>, q: string): Promise<Hit[]> {
  const isPattern = q.includes('*');
  const wanted: Wanted = { q, part: isPattern ? q : `*${q}*`, begins: isPattern ? q : `${q}*`, since: sinceHours(request.nowMilliseconds, searchedHours), ofVo: readVo(request).conditions, ofJobs: readJobsOfFiles(request) };
  return (await Promise.all([findNumber, findSites, findUsers, findTasks, findJobs, findFiles, findDatasets].map((find) => find(database, wanted)))).flat();
}

/** A job, a task, or jobs that have the number in another attribute. */
async function findNumber(database: PandaDatabase, { q, ofVo }: Wanted): Promise<Hit[]> {
  if (!/^\d{1,15}$/.test(q)) return [];
  const number = Number(q);
  const find = async (attribute: 'PandaID' | 'jediTaskID' | 'jobsetID' | 'jobDefinitionID'): Promise<number> =>
    (await tabulateSelection(database, { conditions: [{ attribute, patterns: [{ kind: 'equal', value: number }] }, ...ofVo] }, { by: [] })).reduce((sum, { count }) => sum + count, 0);
  const ofNumber = { conditions: [{ column: 'JEDITASKID', patterns: [{ kind: 'equal', value: number }] }, ...tasksOfVo(ofVo)] } as const;
  const [jobs, tasks, ofSet, ofDefinition] = await Promise.all([find('PandaID'), selectTaskColumns(database, ofNumber, { limit: 1, columns: taskNames }), find('jobsetID'), find('jobDefinitionID')]);
  return [
    ...(jobs === 0 ? [] : [{ kind: 'job', name: String(number), href: jobHref(number), note: 'PandaID' } as const]),
    ...tasks.map(hitTask),
    ...(ofSet === 0 ? [] : [{ kind: 'jobs', name: `Job set ${number}`, href: jobsHref({ jobsetid: number }), note: `${ofSet} jobs` } as const]),
    ...(ofDefinition === 0 ? [] : [{ kind: 'jobs', name: `Job definition ${number}`, href: jobsHref({ jobdefinitionid: exactFilter(number) }), note: `${ofDefinition} jobs` } as const]),
  ];
}

/** The same conditions on tasks. */
function tasksOfVo(ofVo: readonly JobCondition[]): TaskCondition[] {
  return ofVo.map((condition) => ({ ...condition, column: 'VO' }));
}

async function findSites(database: PandaDatabase, { q }: Wanted): Promise<Hit[]> {
  const text = q.toLowerCase().replaceAll('*', '');
  const sites = (await listQueues(database)).map(({ SITEID, NICKNAME, STATUS }) => ({ site: SITEID ?? NICKNAME, status: STATUS ?? '' })).filter(({ site }) => site.toLowerCase().includes(text));
  return sites.slice(0, mostHits).map(({ site, status }) => ({ kind: 'site', name: site, href: subjectHref('computingsite', site) ?? '', note: status }));
}

async function findUsers(database: PandaDatabase, { part, since, ofVo }: Wanted): Promise<Hit[]> {
  const users = await tabulateSelection(database, { since, conditions: [{ attribute: 'prodUserName', patterns: [{ kind: 'like', text: part }] }, ...ofVo] }, { by: ['prodUserName'], limit: mostHits });
  return users.map(({ values: [user = ''], count }) => ({ kind: 'user', name: String(user), href: subjectHref('produsername', user) ?? '', note: `${count} jobs in the last 30 days` }));
}

async function findTasks(database: PandaDatabase, { part, ofVo }: Wanted): Promise<Hit[]> {
  const tasks = await selectTaskColumns(database, { conditions: [{ column: 'TASKNAME', patterns: [{ kind: 'like', text: part }] }, ...tasksOfVo(ofVo)] }, { limit: mostHits, columns: taskNames });
  return tasks.map(hitTask);
}

function hitTask({ JEDITASKID, TASKNAME, STATUS }: FoundTask): Hit {
  return { kind: 'task', name: `${JEDITASKID} ${TASKNAME ?? ''}`, href: `/task/${JEDITASKID}/`, note: STATUS ?? '' };
}

async function findJobs(database: PandaDatabase, { begins, since, ofVo }: Wanted): Promise<Hit[]> {
  const named = { since, conditions: [{ attribute: 'jobName', patterns: [{ kind: 'like', text: begins }] }, ...ofVo] } as const;
  const { jobs } = await selectJobs(database, named, { order: { attribute: 'PandaID', direction: 'descending' }, limit: mostHits, attributes: ['jobName', 'jobStatus', 'computingSite'] });
  return jobs.map((job) => ({ kind: 'job', name: `${job.PandaID ?? ''} ${job.jobName ?? ''}`, href: jobHref(job.PandaID ?? ''), note: `${job.jobStatus ?? ''} ${job.computingSite ?? ''}` }));
}

/** Files are looked up by the beginning of their names; one that is not told is not looked for. */
async function findFiles(database: PandaDatabase, { begins, ofJobs }: Wanted): Promise<Hit[]> {
  if (begins.startsWith('*')) return [];
  const files = await selectFiles(database, { conditions: [{ attribute: 'lfn', patterns: [{ kind: 'like', text: begins }] }], ...(ofJobs === undefined ? {} : { ofJobs }) }, mostHits);
  return [...Map.groupBy(files, ({ file }) => String(file.lfn ?? ''))].map(([lfn, found]) => ({ kind: 'file', name: lfn, href: fileHref(lfn), note: String(found[0]?.file.type ?? '') }));
}

async function findDatasets(database: PandaDatabase, { begins, ofVo, ofJobs }: Wanted): Promise<Hit[]> {
  const patterns = [{ kind: 'like', text: begins }] as const;
  const [datasets, ofTasks] = await Promise.all([
    selectDatasets(database, { conditions: [{ column: 'NAME', patterns }], ...(ofJobs === undefined ? {} : { ofJobs }) }, mostHits),
    selectTaskDatasets(database, { conditions: [{ column: 'DATASETNAME', patterns }, ...ofVo.map((condition) => ({ ...condition, column: 'VO' }) as const)] }, mostHits),
  ]);
  return [
    ...ofTasks.filter(({ DATASETNAME }) => !datasets.some(({ NAME }) => NAME === DATASETNAME)).map(({ DATASETNAME, TYPE, JEDITASKID }): Hit => ({ kind: 'dataset', name: DATASETNAME, href: datasetHref(DATASETNAME), note: `${TYPE} of task ${JEDITASKID}` })),
    ...datasets.map(({ NAME, TYPE, STATUS }): Hit => ({ kind: 'dataset', name: NAME, href: datasetHref(NAME), note: [TYPE, STATUS].filter((word) => word !== null).join(', ') })),
  ];
}
