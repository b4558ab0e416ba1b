import type { JobAttribute, JobAttributes } from '@bigpanda/model';

/** Version of this contract. The core provides it, a plug-in requires it; it grows when an old plug-in would not work. */
export const contractVersion = 1;

/** What may cross between a plug-in and the core: JSON, never an instance. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** A job as a page gets it: its set attributes by their names in JobSpec, `jobParameters` only when the page asks for it. */
export type JobRow = JobAttributes;

/** Which jobs a page reads; the core runs the query, newest jobs first. */
export interface JobQuery {
  /** Value of the attribute VO; jobs of every VO when absent. */
  readonly vo?: string;
  /** Only jobs that changed in these last hours; all when absent. */
  readonly hours?: number;
  /** Reads jobParameters too; costs more. */
  readonly withParameters?: boolean;
}

/**
 * One page of a VO. The core calls toRecord for each row, summarise once, then writes the summary as JSON or hands it to
 * render: four steps, each a pure function of the one before.
 */
export interface VoPage<PageRecord = unknown, Summary = unknown> {
  /** Below `/<name of the plug-in>/`: empty for the first page, else words that each end in `/`, such as `clouds/`. */
  readonly path: string;
  /** Heading and title of the page. */
  readonly title: string;
  readonly query: JobQuery;
  /** What the page needs of a row; plain data. */
  toRecord(row: JobRow): PageRecord;
  /** Everything the page tells, plain data: this is the page's JSON. */
  summarise(records: readonly PageRecord[]): Summary;
  /** The summary as HTML below the heading: headings from h2 on, no script, no style, every value escaped. */
  render(summary: Summary): string;
}

/** A link in the menu. */
export interface NavigationEntry {
  readonly title: string;
  /** Path of one of the plug-in's pages. */
  readonly path: string;
}

/** An attribute that the job list shows as a column of its own when it lists the jobs of the plug-in's VO. */
export interface JobColumn {
  readonly title: string;
  readonly attribute: JobAttribute;
}

/** What a VO adds to the monitor: the export `plugin` of its module. Checked by `checkPlugin` when it is loaded. */
export interface VoPlugin {
  readonly contract: typeof contractVersion;
  /** First part of the path of its pages, and what jobs of the VO have as VO: lower-case letters, digits and `-`. */
  readonly name: string;
  readonly title: string;
  readonly navigation: readonly NavigationEntry[];
  readonly jobColumns: readonly JobColumn[];
  /** The first page has the empty path. */
  readonly pages: readonly VoPage[];
}
