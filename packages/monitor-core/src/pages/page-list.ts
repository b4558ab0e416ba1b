import { routeCorePage } from '../route/core-page.ts';
import type { RoutedPage } from '../route/routed-page.ts';
import { activityPage } from './activity.ts';
import { analysisPage, dashPage, nodePage, nodesPage, productionPage, userActivityPage, usersPage, workingGroupsPage } from './counts/pages.ts';
import { dataTablesPage } from './data-tables/page.ts';
import { datasetListPage } from './datasets/dataset-list.ts';
import { datasetPage } from './datasets/dataset.ts';
import { errorsPage } from './errors/page.ts';
import { fileListPage } from './files/file-list.ts';
import { filePage } from './files/file.ts';
import { helpPage } from './help/page.ts';
import { jobListPage } from './jobs/page.ts';
import { jobPage } from './job/page.ts';
import { incidentsPage } from './logs/incidents.ts';
import { loggerPage } from './logs/logger.ts';
import { overviewPage } from './overview.ts';
import { searchPage } from './search/page.ts';
import { sitePage } from './sites/site.ts';
import { sitesPage } from './sites/site-list.ts';
import { statusPage } from './status/page.ts';
import { taskPage } from './tasks/task.ts';
import { taskListPage } from './tasks/task-list.ts';
import { workQueuesPage } from './tasks/work-queues.ts';
import { myPage } from './users/my.ts';
import { userPage } from './users/user.ts';

/** Every page of the core, in the order of the menu. A new page is a new line here and nowhere else. */
export const corePages: readonly RoutedPage[] = [
  routeCorePage(overviewPage),
  routeCorePage(activityPage),
  routeCorePage(dashPage),
  routeCorePage(productionPage),
  routeCorePage(analysisPage),
  routeCorePage(jobListPage),
  routeCorePage(usersPage),
  routeCorePage(userActivityPage),
  routeCorePage(jobPage),
  routeCorePage(taskListPage),
  routeCorePage(taskPage),
  routeCorePage(datasetListPage),
  routeCorePage(datasetPage),
  routeCorePage(fileListPage),
  routeCorePage(filePage),
  routeCorePage(workQueuesPage),
  routeCorePage(sitesPage),
  routeCorePage(sitePage),
  routeCorePage(userPage),
  routeCorePage(workingGroupsPage),
  routeCorePage(nodesPage),
  routeCorePage(nodePage),
  routeCorePage(errorsPage),
  routeCorePage(incidentsPage),
  routeCorePage(loggerPage),
  routeCorePage(myPage),
  routeCorePage(searchPage),
  routeCorePage(statusPage),
  routeCorePage(helpPage),
  routeCorePage(dataTablesPage),
];

/** First parts of paths that are no pages. */
const otherNames: readonly string[] = ['static', 'theme', 'healthz', 'metrics'];

/** First parts of the core's paths, which no plug-in may take. */
export function listOwnNames(): ReadonlySet<string> {
  return new Set([...corePages.map((page) => page.path.split('/')[1] ?? ''), ...otherNames]);
}
