import type { PageTable } from './table.ts';

/** What is wrong with the tables of a page, one clause each. */
export function checkTables(tables: unknown): string[] {
  if (!Array.isArray(tables)) return ['tables returned what is no list'];
  const found: readonly PageTable[] = tables;
  const keys = found.map((table) => table.key);
  return [
    ...(new Set(keys).size === keys.length ? [] : ['tables returned two tables with one key']),
    ...found.flatMap((table) => [
      ...(/^[a-z][a-z0-9-]*$/.test(table.key) ? [] : [`tables: wanted a key of lower-case letters, digits and "-", found "${table.key}"`]),
      ...(table.columns.every((column) => /^\S+$/.test(column.key)) ? [] : [`table "${table.key}" has a column whose key is no word`]),
      ...(table.rows.every((cells) => cells.length === table.columns.length) ? [] : [`table "${table.key}" has a row with more or fewer cells than columns`]),
      ...(table.rows.every((cells) => cells.every((cell) => cell === null || typeof cell !== 'object' || /^(?:\/(?!\/)|https?:\/\/)/.test(cell.href))) ? [] : [`table "${table.key}" links to what is neither below "/" nor with "https://"`]),
    ]),
  ];
}
