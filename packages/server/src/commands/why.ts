import { listBrokerageLines, readJobs, readStatusHistory, type PandaDatabase } from '@bigpanda/datastore';
import { PandaError, type JobAttributes } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import { viewSites } from '../brokerage/broker-jobs.ts';
import { judgeSite } from '../brokerage/choose-site.ts';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';
import { readJobOperands } from './job-operands.ts';

/** Who sets an error, and the attributes that keep it. */
const components = ['brokerage', 'taskBuffer', 'jobDispatcher', 'ddm', 'pilot', 'exe', 'sup'] as const;

/** Tells where a job is, how it came there, and what keeps it from running. */
export const why: ProgramCommand<Configuration> = {
  name: 'why',
  purpose: 'Tells the state of a job, how it came there, and what each site says of it now.',
  operands: 'PANDAID',
  options: [],
  isWriting: false,
  run: async ({ configuration, folder, operands }) => {
    const [pandaId = 0] = readJobOperands(operands);
    const facts = await useDatabase({ configuration, folder, isReadOnly: true }, (database) => explain(database, pandaId));
    const { state, site, errors, history, sites, log } = facts;
    const lines = [
      `job ${pandaId} is ${state}${site === '' ? ', without a site' : ` at ${site}`}`,
      ...errors.map((error) => `error: ${error}`),
      ...history.map((change) => `${change.time}  ${change.state}`),
      ...sites.map((verdict) => `site ${verdict}`),
      ...log.map((line) => `log: ${line}`),
    ];
    return { json: { pandaId, ...facts }, text: `${lines.join('\n')}\n` };
  },
};

interface Explanation {
  readonly state: string;
  readonly site: string;
  readonly errors: readonly string[];
  readonly history: readonly { readonly time: string; readonly state: string }[];
  /** What the brokerage says now of the job's site, or of every one while it has none. */
  readonly sites: readonly string[];
  readonly log: readonly string[];
}

async function explain(database: PandaDatabase, pandaId: number): Promise<Explanation> {
  const job = (await readJobs(database, [pandaId], { withArchive: true })).get(pandaId)?.attributes;
  if (job === undefined) throw new PandaError('JOB_UNKNOWN', `find job: there is no ${pandaId}`, { hint: 'List jobs with "panda-server jobs".' });
  const site = String(job.computingSite ?? '');
  const view = await viewSites(database);
  const asked = view.sites.filter(({ name }) => site === '' || name === site);
  const sites = asked.map((known) => judgeSite(job, known, view.loads.get(known.name) ?? { running: 0, queued: 0 })).map((verdict) => `${verdict.site}: ${'refusal' in verdict ? verdict.refusal : verdict.words}`);
  return {
    state: String(job.jobStatus),
    site,
    errors: readErrors(job),
    history: await readStatusHistory(database, pandaId),
    sites: sites.length > 0 ? sites : [site === '' ? 'none is configured: add one with "panda-server add-site"' : `${site} is not configured`],
    log: await listBrokerageLines(database, pandaId),
  };
}

function readErrors(job: JobAttributes): string[] {
  return components.flatMap((component) => {
    const [code, words] = [job[`${component}ErrorCode`], job[`${component}ErrorDiag`]];
    return code === undefined || Number(code) === 0 ? [] : [`${component} ${code}: ${String(words ?? '')}`];
  });
}
