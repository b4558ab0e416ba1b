import { routeCorePage } from '../route/core-page.ts';
import type { RoutedPage } from '../route/routed-page.ts';
import { analysisPage, dashPage, nodePage, nodesPage, productionPage, userActivityPage, usersPage, workingGroupsPage } from './counts/pages.ts';
import { jobListPage } from './jobs/page.ts';
import { jobPage } from './job.ts';
import { overviewPage } from './overview.ts';

/** Every page of the core, in the order of the menu. A new page is a new line here and nowhere else. */
export const corePages: readonly RoutedPage[] = [
  routeCorePage(overviewPage),
  routeCorePage(dashPage),
  routeCorePage(productionPage),
  routeCorePage(analysisPage),
  routeCorePage(jobListPage),
  routeCorePage(userActivityPage),
  routeCorePage(jobPage),
  routeCorePage(usersPage),
  routeCorePage(workingGroupsPage),
  routeCorePage(nodesPage),
  routeCorePage(nodePage),
];

/** First parts of paths that are no pages. */
const otherNames: readonly string[] = ['static', 'theme', 'healthz', 'metrics', 'api'];

/** First parts of the core's paths, which no plug-in may take. */
export function listOwnNames(): ReadonlySet<string> {
  return new Set([...corePages.map((page) => page.path.split('/')[1] ?? ''), ...otherNames]);
}
