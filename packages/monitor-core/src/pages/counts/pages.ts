import { nodeHref, subjectHref } from '../../view/subject-href.ts';
import { makeCountPage } from './count-page.ts';

const siteKey = { attribute: 'computingSite', title: 'Site', hrefOf: (value: string) => subjectHref('computingsite', value) } as const;
const userKey = { attribute: 'prodUserName', title: 'User', hrefOf: (value: string) => subjectHref('produsername', value) } as const;
const cloudKey = { attribute: 'cloud', title: 'Cloud' } as const;
const dashHelp = 'Jobs by cloud, site and state. Every number leads to its jobs; every attribute of a job is a filter of the address, as in the list of jobs. Without a filter of time, jobs that changed in the last 12 hours are counted.';

/** Jobs of every kind by cloud, site and state. */
export const dashPage = makeCountPage({ path: '/dash/', title: 'Dashboard', section: 'dash', menu: 'Dashboard', help: dashHelp, keys: [cloudKey, siteKey], hours: 12 });

/** Jobs of production by cloud, site and state. */
export const productionPage = makeCountPage({
  path: '/dash/production/', title: 'Production', section: 'dash', menu: 'Production', help: `Jobs of production: prodSourceLabel is managed. ${dashHelp}`, keys: [cloudKey, siteKey], hours: 12, fixedOf: () => ({ jobtype: 'production' }),
});

/** Jobs of analysis by cloud, site and state. */
export const analysisPage = makeCountPage({
  path: '/dash/analysis/', title: 'Analysis', section: 'dash', menu: 'Analysis', help: `Jobs of analysis: prodSourceLabel is user or panda. ${dashHelp}`, keys: [cloudKey, siteKey], hours: 12, fixedOf: () => ({ jobtype: 'analysis' }),
});

/** Users by the jobs they have. */
export const usersPage = makeCountPage({
  path: '/users/', title: 'Users', section: 'users', menu: 'Users', help: 'Users by their jobs, most jobs first. Without a filter of time, jobs that changed in the last 7 days are counted.', keys: [userKey], hours: 7 * 24,
});

/** The user activity of the founding mock-up: who has which jobs where. */
export const userActivityPage = makeCountPage({
  path: '/job/list/', title: 'User activity', section: 'users', menu: 'Activity of users', help: 'Who has jobs where: a row for each user, kind of jobs and site. Without a filter of time, jobs that changed in the last 24 hours are counted.',
  keys: [userKey, { attribute: 'prodSourceLabel', title: 'Type' }, siteKey], hours: 24,
});

/** Working groups by the jobs they have. */
export const workingGroupsPage = makeCountPage({
  path: '/workingGroups/', title: 'Working groups', section: 'users', menu: 'Working groups', help: 'Working groups by their jobs. Without a filter of time, jobs that changed in the last 7 days are counted.', keys: [{ attribute: 'workingGroup', title: 'Working group' }, { attribute: 'processingType', title: 'Processing' }], hours: 7 * 24,
});

/** The worker nodes of a site by the jobs they had. */
export const nodesPage = makeCountPage({
  path: '/wns/:site/', title: 'Worker nodes', section: 'sites', help: 'Worker nodes of a site by their jobs: a node on which everything fails stands out. Without a filter of time, jobs that changed in the last 12 hours are counted.',
  keys: [{ attribute: 'modificationHost', title: 'Worker node', hrefOf: (value, { computingsite = '' }) => nodeHref(computingsite, value) }], hours: 12,
  fixedOf: ({ site = '' }) => ({ computingsite: site }), titleOf: ({ computingsite = '' }) => `Worker nodes of ${computingsite}`,
});

/** One worker node by its jobs. */
export const nodePage = makeCountPage({
  path: '/wn/:site/:node/', title: 'Worker node', section: 'sites', help: 'The jobs that one worker node had, by user, transformation and error of the pilot. Without a filter of time, jobs that changed in the last 12 hours are counted.',
  keys: [userKey, { attribute: 'transformation', title: 'Transformation' }, { attribute: 'pilotErrorCode', title: 'Pilot error' }], hours: 12,
  fixedOf: ({ site = '', node = '' }) => ({ computingsite: site, modificationhost: node }), titleOf: ({ computingsite = '', modificationhost = '' }) => `Worker node ${modificationhost} of ${computingsite}`,
});
