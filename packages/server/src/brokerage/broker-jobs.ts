import { groupJobs, listQueues, writePandaLog, type PandaDatabase } from '@bigpanda/datastore';
import { brokerageCodes, limitText, type JobSpec } from '@bigpanda/model';
import { chooseSite, explainChoice, type SiteLoad } from './choose-site.ts';
import { brokerageSite, type BrokerageSite } from './site.ts';

/** Sites and how busy they are, at one moment. */
export interface BrokerageView {
  readonly sites: readonly BrokerageSite[];
  readonly loads: ReadonlyMap<string, SiteLoad>;
}

/** What the brokerage looks at. */
export async function viewSites(database: PandaDatabase): Promise<BrokerageView> {
  const [queues, counts, vos] = await Promise.all([
    listQueues(database),
    groupJobs(database, { states: ['assigned', 'activated', 'sent', 'starting', 'running'] }, ['computingSite', 'jobStatus']),
    database.sql.selectFrom('vo_to_site').select(['QUEUE', 'VO_NAME']).execute(),
  ]);
  const loads = new Map<string, SiteLoad>();
  for (const { values: [site = '', state], count } of counts) {
    const load = loads.get(site) ?? { running: 0, queued: 0 };
    loads.set(site, state === 'running' || state === 'starting' ? { ...load, running: load.running + count } : { ...load, queued: load.queued + count });
  }
  return { sites: queues.map((row) => brokerageSite(row, vos.filter((vo) => vo.QUEUE === row.NICKNAME).map((vo) => vo.VO_NAME))), loads };
}

/** Gives each job that names no site one, and notes why; a job that no site can take keeps none and says why in its brokerageErrorDiag. */
export function brokerJobs(jobs: readonly JobSpec[], { sites, loads }: BrokerageView): readonly { readonly job: JobSpec; readonly words?: string }[] {
  const queued = new Map(loads);
  return jobs.map((job) => {
    const { computingSite } = job.attributes;
    if (computingSite !== undefined && computingSite !== '') return { job };
    const choice = chooseSite(job.attributes, sites, queued);
    const words = explainChoice(choice);
    if (choice.site === undefined) {
      return { words, job: { ...job, attributes: { ...job.attributes, brokerageErrorCode: brokerageCodes.release, brokerageErrorDiag: limitText('brokerageErrorDiag', `no site can take the job: ${words}`) } } };
    }
    const { name, cloud } = choice.site;
    const load = queued.get(name) ?? { running: 0, queued: 0 };
    queued.set(name, { ...load, queued: load.queued + 1 });
    return { words: `chose ${name}: ${words}`, job: { ...job, attributes: { ...job.attributes, computingSite: name, ...(cloud === '' ? {} : { cloud }) } } };
  });
}

/** Tells in the log of PanDA why each job was sent where. */
export async function logBrokerage(database: PandaDatabase, explained: readonly { readonly pandaId: number; readonly user: string | undefined; readonly words: string }[], time: string): Promise<void> {
  await writePandaLog(database, explained.map(({ pandaId, user, words }) => ({ module: 'brokerage', type: 'brokerage', user, level: 'info', message: `PandaID=${pandaId} ${words}` })), time);
}
