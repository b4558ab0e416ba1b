import { assignCloudTask } from '@bigpanda/datastore';
import { formatUtcTime, jobsFromJson, jobsFromPickle, type PlainValue } from '@bigpanda/model';
import { viewSites } from '../brokerage/broker-jobs.ts';
import { chooseSite } from '../brokerage/choose-site.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxJobs = 5000;

/** Gives the production tasks of jobs a cloud, that of the best site for the job; the cloud of each job, nothing while no site can take it. */
export const runTaskAssignment: ServerFunction<PlainValue> = {
  legacyName: 'runTaskAssignment',
  access: 'user',
  run: async ({ database, readClock }, parameters) => {
    const sent = readSentList(parameters, 'jobs');
    const jobs = sent.format === 'pickle' ? jobsFromPickle(sent.value, maxJobs) : jobsFromJson(sent.value, maxJobs);
    const { sites, loads } = await viewSites(database);
    const clouds: (string | null)[] = [];
    for (const { attributes } of jobs) {
      const taskId = Number(attributes.taskID ?? 0);
      const cloud = chooseSite(attributes, sites.filter((site) => site.cloud !== ''), loads).site?.cloud;
      clouds.push(taskId > 0 ? ((await assignCloudTask(database, { taskId, cloud }, formatUtcTime(readClock()))) ?? null) : (cloud ?? null));
    }
    return clouds;
  },
  ...plainReplies,
};
