import type { JobAttribute, JobAttributes } from '@bigpanda/model';
import type { PageTable, RowValue } from './table.ts';

/** What may cross between a plug-in and the core: JSON, never an instance. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/**
 * A row as a page gets it. Of `jobs`: set attributes by their names in JobSpec. Of `jobCounts`: the attributes counted by,
 * and `count`. Of `tasks` and `store`: columns by their names, unset ones null.
 */
export interface PageRow {
  readonly [column: string]: RowValue | undefined;
}

/** A row of `jobs`. */
export type JobRow = JobAttributes;

/** A row of `jobCounts`. */
export type JobCountRow = JobAttributes & { readonly count?: number };

/** Which jobs or tasks; every condition that is given must hold. */
export interface RowSelection {
  /** Value of the attribute VO; rows of every VO when absent. */
  readonly vo?: string;
  /** Only what changed in these last hours; all when absent. */
  readonly hours?: number;
  /** Conditions as they stand in addresses, by lower-case name: `*` any text, `|` or, `!` in front not. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Jobs, newest first, at most 10,000. */
export interface JobQuery extends RowSelection {
  readonly from: 'jobs';
  /** Reads jobParameters too; costs more. */
  readonly withParameters?: boolean;
  /** Attributes that are read; all when absent, which costs several times as much. */
  readonly reads?: readonly JobAttribute[];
  /** At most so many; 10,000 when absent. */
  readonly limit?: number;
}

/** How many jobs have each combination of values of these attributes; costs far less than the jobs themselves. */
export interface JobCountQuery extends RowSelection {
  readonly from: 'jobCounts';
  readonly by: readonly JobAttribute[];
}

/** Tasks, newest first, at most 1,000; columns of `jedi_tasks` in lower case. */
export interface TaskQuery extends RowSelection {
  readonly from: 'tasks';
}

/** One reading statement on the plug-in's own tables, with a `?` for each value. */
export interface StoreQuery {
  readonly from: 'store';
  readonly sql: string;
  readonly values: readonly RowValue[];
}

export type PageQuery = JobQuery | JobCountQuery | TaskQuery | StoreQuery;

/** A parameter in the address of a page, with a field in its form. */
export interface PageFilter {
  /** Lower-case letters, digits and `_`; not `json`, `csv` or `timestamp`. */
  readonly name: string;
  readonly title: string;
  /**
   * A `number` is a whole one from 0, a `range` two of them as `1:9`, `1:` or `:9`, a `time` in UTC: `2014-03-07` or
   * `2014-03-07 13:00`, with seconds or without.
   */
  readonly kind: 'text' | 'number' | 'range' | 'time' | 'choice';
  /** Of a `choice`. */
  readonly choices?: readonly string[];
  /** Has no field in the form, which leaves it out: for pages of a list. */
  readonly isHidden?: boolean;
  /** What holds when the address says nothing. */
  readonly default?: string;
}

/** What the address says, by name: declared filters that are set, checked. */
export type PageParameters = Readonly<Record<string, string>>;

/** The four steps of a piece of HTML: query, row -> record, records -> summary, summary -> HTML; each a pure function. */
export interface PageSteps<PageRecord = unknown, Summary = unknown> {
  /** Which rows the core reads. */
  query(parameters: PageParameters): PageQuery;
  /** What is needed of a row; plain data. */
  toRecord(row: PageRow): PageRecord;
  /** Everything that is told, plain data: this is the JSON. */
  summarise(records: readonly PageRecord[], parameters: PageParameters): Summary;
  /** The tables of a summary as data; the core makes their CSV, `render` their HTML. */
  tables?(summary: Summary): readonly PageTable[];
  /** The summary as HTML: headings from h2 on, no script, no style, every value escaped. */
  render(summary: Summary): string;
}

/** One page of a VO. */
export interface VoPage<PageRecord = unknown, Summary = unknown> extends PageSteps<PageRecord, Summary> {
  /** Below `/<name of the plug-in>/`: empty for the first page, else words that each end in `/`, such as `clouds/`. */
  readonly path: string;
  /** Heading and title of the page. */
  readonly title: string;
  /** What the page shows and how to read it, for `/help/`; a blank line parts paragraphs. */
  readonly help?: string;
  readonly filters?: readonly PageFilter[];
}

/**
 * A block that a VO adds to a page of the core. On `job`, `task` and `site` the parameters are the set attributes of what the
 * page shows, by lower-case name; a block without rows is left out.
 */
export interface VoSummary<PageRecord = unknown, Summary = unknown> extends PageSteps<PageRecord, Summary> {
  readonly place: 'overview' | 'job' | 'task' | 'site';
  readonly title: string;
}
