import { checkHtml } from './check-html.ts';
import { checkTables } from './check-table.ts';
import type { PageFilter, PageParameters, PageRow, PageSteps } from './page.ts';
import { isPlain } from './plain-value.ts';
import type { VoPlugin } from './plugin.ts';
import { hasPluginShape, pluginSchema, querySchema } from './plugin-schema.ts';
import { hostileText, sampleRows } from './sample-rows.ts';
import type { OwnStore, OwnTable } from './store.ts';
import { checkTheme } from './theme-contrast.ts';

/**
 * What is wrong with a plug-in, one sentence each; none when it keeps the contract. Never throws. The core refuses a
 * plug-in for which this tells anything, and the contract tests run it on every plug-in.
 * @param moreRows rows that every page must take besides the contract's own samples
 */
export function checkPlugin(value: unknown, moreRows: readonly PageRow[] = []): string[] {
  const shape = pluginSchema.safeParse(value);
  if (!shape.success) return shape.error.issues.map((issue) => `${issue.path.join('.') || 'plugin'}: wanted ${issue.message}`);
  if (!hasPluginShape(value)) return [];
  const tables = value.store?.tables ?? [];
  const check = (name: string, steps: PageSteps, parameters: readonly PageParameters[]): string[] => checkSteps(steps, { parameters, tables, moreRows }).map((problem) => `${name}: ${problem}`);
  return [
    ...checkPaths(value),
    ...checkFilters(value),
    ...(value.theme === undefined ? [] : checkTheme(value.theme)),
    ...(value.store === undefined ? [] : checkStore(value.store)),
    ...value.pages.flatMap((page) => check(`page "${page.path}"`, page, parametersOf(page.filters ?? []))),
    ...(value.summaries ?? []).flatMap((summary) => check(`summary "${summary.title}"`, summary, [{}, { pandaid: '1', jeditaskid: '7', site: 'SITE', vo: 'vo', batchid: hostileText }])),
  ];
}

function checkPaths({ pages, navigation = [] }: VoPlugin): string[] {
  const paths = pages.map((page) => page.path);
  const repeated = paths.filter((path, index) => paths.indexOf(path) !== index);
  const lost = navigation.filter((entry) => !paths.includes(entry.path));
  return [
    ...(paths.includes('') ? [] : ['pages: wanted one with the empty path']),
    ...repeated.map((path) => `pages: wanted one page with the path "${path}", found more`),
    ...lost.map((entry) => `navigation: wanted the path of a page, found "${entry.path}"`),
  ];
}

function checkFilters({ pages }: VoPlugin): string[] {
  return pages.flatMap(({ path, filters = [] }) => filters.flatMap((filter, index) => [
    ...(filter.kind === 'choice' && (filter.choices ?? []).length === 0 ? [`page "${path}": filter "${filter.name}" is a choice without choices`] : []),
    ...(filters.findIndex((other) => other.name === filter.name) === index ? [] : [`page "${path}": wanted one filter "${filter.name}", found more`]),
  ]));
}

function checkStore({ tables, migrations, loaders = [] }: OwnStore): string[] {
  const names = tables.map((table) => table.name);
  const order = migrations.map((migration) => migration.name);
  return [
    ...tables.flatMap(({ name, columns, primaryKey, indexes }) => [...primaryKey, ...indexes.flat()].filter((column) => columns[column] === undefined).map((column) => `store: table "${name}" has no column "${column}"`)),
    ...names.filter((name) => !migrations.some((migration) => migration.tables.includes(name))).map((name) => `store: no migration makes the table "${name}"`),
    ...[...migrations.flatMap((migration) => migration.tables), ...loaders.map((loader) => loader.table)].filter((name) => !names.includes(name)).map((name) => `store: wanted the name of a table, found "${name}"`),
    ...loaders.flatMap(({ name, table, keeps }) => (keeps === undefined || /^datetime/.test(tables.find((some) => some.name === table)?.columns[keeps.column] ?? '') ? [] : [`store: loader "${name}" keeps rows by "${keeps.column}", which is no datetime of its table`])),
    ...(order.every((name, index) => index === 0 || (order[index - 1] ?? '') < name) ? [] : ['store: wanted migrations sorted by name']),
  ];
}

/** What a filter of a kind may say. */
const sampleValues: Readonly<Partial<Record<PageFilter['kind'], string>>> = { number: '12', range: '1:9', time: '2014-03-07 13:00' };

/** No parameters, those that hold by themselves, and hostile ones. */
function parametersOf(filters: readonly PageFilter[]): PageParameters[] {
  const defaults = Object.fromEntries(filters.flatMap((filter) => (filter.default === undefined ? [] : [[filter.name, filter.default]])));
  const filled = Object.fromEntries(filters.map((filter) => [filter.name, sampleValues[filter.kind] ?? filter.choices?.[0] ?? hostileText]));
  return filters.length === 0 ? [defaults] : [defaults, filled];
}

interface StepsCheck {
  readonly parameters: readonly PageParameters[];
  readonly tables: readonly OwnTable[];
  readonly moreRows: readonly PageRow[];
}

function checkSteps(steps: PageSteps, { parameters, tables, moreRows }: StepsCheck): string[] {
  return [...new Set(parameters.flatMap((some) => {
    try {
      const query = querySchema.safeParse(steps.query(some));
      if (!query.success) return query.error.issues.map((issue) => `query${issue.path.length === 0 ? '' : `.${issue.path.join('.')}`}: wanted ${issue.message}`);
      const rows = sampleRows(steps.query(some), tables);
      return [[], [...rows, ...moreRows]].flatMap((given) => checkRun(steps, given, some));
    } catch (error) {
      return [failure(error)];
    }
  }))];
}

function checkRun(steps: PageSteps, rows: readonly PageRow[], parameters: PageParameters): string[] {
  try {
    const records = rows.map((row) => steps.toRecord(Object.freeze({ ...row })));
    const summary = steps.summarise(Object.freeze([...records]), Object.freeze({ ...parameters }));
    if (!isPlain(records)) return ['toRecord returned what is no plain data'];
    if (!isPlain(summary)) return ['summarise returned what is no plain data'];
    const text = steps.render(summary);
    if (typeof text !== 'string') return ['render returned what is no string'];
    const fromJson = steps.render(JSON.parse(JSON.stringify(summary)));
    return [...(fromJson === text ? [] : ['render wrote something else for the same summary out of JSON']), ...checkHtml(text), ...(steps.tables === undefined ? [] : checkTables(steps.tables(summary)))];
  } catch (error) {
    return [failure(error)];
  }
}

function failure(error: unknown): string {
  return `failed: ${error instanceof Error ? error.message : String(error)}`;
}
