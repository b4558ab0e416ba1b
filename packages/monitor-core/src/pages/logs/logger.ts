import { listPandaLog, type WrittenLogLine } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable, type StateTones } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { limitFilter, readRowLimit } from '../../selection/row-limit.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { renderMore } from '../../view/more-rows.ts';
import { countOf } from '../../view/count-words.ts';
import { keepLinesOfVos } from './lines-of-vos.ts';

const filters: readonly PageFilter[] = [
  { name: 'hours', title: 'Last hours', kind: 'number', default: '24' }, { name: 'module', title: 'Module', kind: 'text' }, { name: 'level', title: 'Level', kind: 'choice', choices: ['INFO', 'WARNING', 'ERROR'] }, { name: 'has', title: 'Message has', kind: 'text' }, limitFilter,
];
const limits = { usual: 150, most: 1000, mostOfTwins: 10_000 };

/** The job states whose colours the levels take. */
const levelTones: StateTones = { INFO: 'defined', WARNING: 'activated', ERROR: 'failed' };

interface LoggerSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly lines: readonly WrittenLogLine[];
  /** As many lines were read as the limit lets: there may be older ones. */
  readonly isCut: boolean;
}

/** What the server's components told. */
export const loggerPage: CorePage<LoggerSummary, LoggerSummary> = {
  path: '/logger/',
  title: 'Log of the server',
  section: 'errors',
  menu: 'Log of the server',
  help: `Lines that the components of the server wrote for people, such as why the brokerage chose a site or none, newest first. Message has PandaID=123 finds what was said of a job.

Under the host of a VO stand the lines that name its jobs, tasks or queues, and those that name none of any VO. Readers from whom a VO is hidden see the lines that name jobs, tasks or VOs which they may see, and no others.`,
  filters,
  read: async ({ database }, request) => {
    const parameters = checkedParameters(filters, request.parameters);
    const { module, level, has } = parameters;
    const limit = readRowLimit(request, limits);
    const lines = await listPandaLog(database, { since: sinceHours(request.nowMilliseconds, readHours(parameters)), ...(module === undefined ? {} : { module }), ...(level === undefined ? {} : { level }), ...(has === undefined ? {} : { has }) }, limit);
    return { parameters, lines: await keepLinesOfVos(database, request, { lines, textOf: ({ message }) => message, isOfQueues: false }), isCut: lines.length === limit };
  },
  summarise: (found) => found,
  formOf: ({ parameters }) => ({ path: '/logger/', filters, parameters }),
  tables: (summary) => [lineTable(summary)],
  render: (summary, tables): Markup => markup`${tables.map(renderPageTable)}${summary.isCut ? renderMore('/logger/', summary.parameters, limits.most) : ''}`,
};

function lineTable({ lines }: LoggerSummary): PageTable {
  return {
    key: 'lines', caption: `${countOf(lines, 'line')}, newest first`,
    columns: [{ key: 'time', title: 'Time', kind: 'time' }, { key: 'level', title: 'Level', kind: 'state' }, { key: 'message', title: 'Message', kind: 'message' }, { key: 'module', title: 'Module' }, { key: 'type', title: 'Type' }, { key: 'user', title: 'User' }],
    rows: lines.map(({ time, module, type, level, user, message }) => [time, level, message, module, type, user]), tones: levelTones, empty: 'Nothing was written in this time.',
  };
}
