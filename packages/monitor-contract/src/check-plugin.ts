import { checkHtml } from './check-html.ts';
import { isPlain } from './plain-value.ts';
import type { JobRow, VoPage, VoPlugin } from './plugin.ts';
import { hasPluginShape, pluginSchema } from './plugin-schema.ts';
import { sampleRows } from './sample-rows.ts';

/**
 * What is wrong with a plug-in, one sentence each; none when it keeps the contract. Never throws. The core refuses a
 * plug-in for which this tells anything, and the contract tests run it on every plug-in.
 * @param moreRows rows that every page must take besides the contract's own samples
 */
export function checkPlugin(value: unknown, moreRows: readonly JobRow[] = []): string[] {
  const shape = pluginSchema.safeParse(value);
  if (!shape.success) return shape.error.issues.map((issue) => `${issue.path.join('.') || 'plugin'}: wanted ${issue.message}`);
  return hasPluginShape(value) ? [...checkPaths(value), ...value.pages.flatMap((page) => checkPage(page, [...sampleRows, ...moreRows]))] : [];
}

function checkPaths({ pages, navigation }: VoPlugin): string[] {
  const paths = pages.map((page) => page.path);
  const repeated = paths.filter((path, index) => paths.indexOf(path) !== index);
  const lost = navigation.filter((entry) => !paths.includes(entry.path));
  return [
    ...(paths.includes('') ? [] : ['pages: wanted one with the empty path']),
    ...repeated.map((path) => `pages: wanted one page with the path "${path}", found more`),
    ...lost.map((entry) => `navigation: wanted the path of a page, found "${entry.path}"`),
  ];
}

function checkPage(page: VoPage, rows: readonly JobRow[]): string[] {
  const problems = new Set([[], rows].flatMap((some) => checkRun(page, some)));
  return [...problems].map((problem) => `page "${page.path}": ${problem}`);
}

function checkRun(page: VoPage, rows: readonly JobRow[]): string[] {
  try {
    const records = rows.map((row) => page.toRecord(Object.freeze({ ...row })));
    const summary = page.summarise(Object.freeze([...records]));
    if (!isPlain(records)) return ['toRecord returned what is no plain data'];
    if (!isPlain(summary)) return ['summarise returned what is no plain data'];
    const text = page.render(summary);
    if (typeof text !== 'string') return ['render returned what is no string'];
    const fromJson = page.render(JSON.parse(JSON.stringify(summary)));
    return [...(fromJson === text ? [] : ['render wrote something else for the same summary out of JSON']), ...checkHtml(text)];
  } catch (error) {
    return [`failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}
