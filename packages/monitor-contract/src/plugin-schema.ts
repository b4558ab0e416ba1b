import { z } from 'zod';
import { jobAttributes } from '@bigpanda/model';
import { contractVersion, type VoPlugin } from './plugin.ts';

const oneLine = z.string('a text').min(1, 'a text that is not empty').max(60, 'at most 60 characters');
const longText = z.string('a text').min(1, 'a text that is not empty').max(10_000, 'at most 10000 characters');
const pagePath = z.string('a path').regex(/^([a-z0-9-]+\/)*$/, 'empty, or words of lower-case letters, digits and "-" that each end in "/"');
const word = z.string('a name').regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and "-"');
const sqlName = z.string('a name').regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'letters, digits and "_"');
const colour = z.string('a colour').regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb in lower case');
const callable = z.custom<(...parameters: never[]) => unknown>((value) => typeof value === 'function', 'a function');
const attribute = z.enum(jobAttributes, 'an attribute of JobSpec');

/** Parameters of the core's own that no filter may take: twins, and what scripts add against caches. */
const ownParameters: readonly string[] = ['json', 'csv', 'timestamp'];

const steps = { query: callable, toRecord: callable, summarise: callable, tables: callable.optional(), render: callable };

/** A parameter in the address of a page. */
export const filterSchema = z.strictObject({
  name: z.string('a name').regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and "_"').refine((name) => !ownParameters.includes(name), 'another name than json, csv and timestamp'),
  title: oneLine,
  kind: z.enum(['text', 'number', 'range', 'time', 'choice'], 'one of "text", "number", "range", "time", "choice"'),
  choices: z.array(z.string('a text')).optional(),
  isHidden: z.boolean('true or false').optional(),
  default: z.string('a text').optional(),
});

/** One page of a VO. */
export const pageSchema = z.strictObject({ path: pagePath, title: oneLine, help: longText.optional(), filters: z.array(filterSchema).optional(), ...steps });

/** A block that a VO adds to a page of the core. */
export const summarySchema = z.strictObject({ place: z.enum(['overview', 'job', 'task', 'site'], 'one of "overview", "job", "task", "site"'), title: oneLine, ...steps });

const columnText = z.string('a column').regex(/^(bigint|integer|datetime|text|varchar\(\d+\)|decimal\(\d+, \d+\))( not null)?$/, 'a type of column, with " not null" where it must be filled');

/** The plug-in's own tables. */
export const storeSchema = z.strictObject({
  tables: z.array(z.strictObject({ name: sqlName, columns: z.record(sqlName, columnText), primaryKey: z.array(sqlName), indexes: z.array(z.array(sqlName)) })),
  migrations: z.array(z.strictObject({ name: z.string('a name').regex(/^\d{4}-[a-z0-9-]+$/, 'four digits, "-" and words'), tables: z.array(sqlName) })),
  loaders: z.array(z.strictObject({ name: word, table: sqlName, mode: z.enum(['merge', 'replace'], 'one of "merge", "replace"'), keeps: z.strictObject({ column: sqlName, days: z.number('a number').positive('more than 0 days') }).optional(), toRows: callable })).optional(),
});

/** The shape of a plug-in, without what its functions do. */
export const pluginSchema = z.strictObject({
  contract: z.literal(contractVersion, `${contractVersion}, the version this core provides`),
  name: word.max(16, 'at most 16 characters, which is all that a job\'s VO can have'),
  title: oneLine,
  pages: z.array(pageSchema).min(1, 'at least one page'),
  help: longText.optional(),
  hostNames: z.array(z.string('a name').regex(/^[a-z0-9.-]+$/, 'a host name in lower case')).optional(),
  navigation: z.array(z.strictObject({ title: oneLine, path: pagePath })).optional(),
  jobColumns: z.array(z.strictObject({ title: oneLine, attribute })).optional(),
  jobFilters: z.array(z.strictObject({ title: oneLine, attribute })).optional(),
  summaries: z.array(summarySchema).optional(),
  theme: z.strictObject({ light: colour, dark: colour }).optional(),
  store: storeSchema.optional(),
});

/** Whether a value has the shape of a plug-in. Pages keep their own objects, so that their functions work. */
export function hasPluginShape(value: unknown): value is VoPlugin {
  return pluginSchema.safeParse(value).success;
}

/** What a query of a page may be. */
export const querySchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('jobs'), ...selectionShape(), withParameters: z.boolean().optional(), reads: z.array(attribute).min(1, 'at least one attribute').optional(), limit: z.number().int().min(1).max(10_000, 'at most 10000').optional() }),
  z.strictObject({ from: z.literal('jobCounts'), ...selectionShape(), by: z.array(attribute).min(1, 'at least one attribute').max(6, 'at most 6 attributes') }),
  z.strictObject({ from: z.literal('tasks'), ...selectionShape() }),
  z.strictObject({ from: z.literal('store'), sql: z.string('a text').regex(/^\s*(select|with)\b[^;]*$/i, 'one reading statement, without ";"'), values: z.array(z.union([z.string(), z.number(), z.null()])) }),
], 'an object with from "jobs", "jobCounts", "tasks" or "store"');

function selectionShape() {
  return { vo: oneLine.optional(), hours: z.number().positive('more than 0').optional(), attributes: z.record(z.string(), z.string()).optional() };
}
