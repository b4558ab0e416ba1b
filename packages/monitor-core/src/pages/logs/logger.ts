import { listPandaLog, type WrittenLogLine } from '@bigpanda/datastore';
import { renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { sinceHours } from '../../selection/time-text.ts';

const filters: readonly PageFilter[] = [
  { name: 'hours', title: 'Last hours', kind: 'number', default: '24' }, { name: 'module', title: 'Module', kind: 'text' }, { name: 'level', title: 'Level', kind: 'choice', choices: ['INFO', 'WARNING', 'ERROR'] }, { name: 'has', title: 'Message has', kind: 'text' },
];
const mostLines = 2000;
const shownLines = 150;

interface LoggerSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly lines: readonly WrittenLogLine[];
}

/** What the server's components told. */
export const loggerPage: CorePage<LoggerSummary, LoggerSummary> = {
  path: '/logger/',
  title: 'Log of the server',
  section: 'errors',
  menu: 'Log of the server',
  help: 'Lines that the components of the server wrote for people, such as why the brokerage chose a site or none, newest first. Message has PandaID=123 finds what was said of a job.',
  filters,
  tellsOfEveryVo: true,
  read: async ({ database }, { parameters: given, nowMilliseconds }) => {
    const parameters = checkedParameters(filters, given);
    const lines = await listPandaLog(database, { since: sinceHours(nowMilliseconds, Math.max(1, Number(parameters['hours'] ?? 24))), ...(parameters['module'] === undefined ? {} : { module: parameters['module'] }) }, mostLines);
    const wanted = (parameters['has'] ?? '').toLowerCase();
    return { parameters, lines: lines.filter(({ level, message }) => (parameters['level'] === undefined || level === parameters['level']) && message.toLowerCase().includes(wanted)).slice(0, shownLines) };
  },
  summarise: (found) => found,
  formOf: ({ parameters }) => ({ path: '/logger/', filters, parameters }),
  tables: (summary) => [lineTable(summary)],
  render: (summary): Markup => renderPageTable(lineTable(summary)),
};

function lineTable({ lines }: LoggerSummary): PageTable {
  return {
    key: 'lines', caption: `${lines.length} lines, newest first`,
    columns: [{ key: 'time', title: 'Time', kind: 'time' }, { key: 'module', title: 'Module' }, { key: 'type', title: 'Type' }, { key: 'level', title: 'Level' }, { key: 'user', title: 'User' }, { key: 'message', title: 'Message', kind: 'long' }],
    rows: lines.map(({ time, module, type, level, user, message }) => [time, module, type, level, user, message]), empty: 'Nothing was written in this time.',
  };
}
