import type { Markup, PageFilter, PageParameters, PageTable } from '@bigpanda/monitor-contract';
import type { Block } from '../route/blocks.ts';

/** A page before it is written: its summary for JSON, its tables for CSV, its HTML below the heading. */
export interface Page {
  readonly title: string;
  /** Entry of the menu it belongs to. */
  readonly section: string;
  readonly summary: unknown;
  readonly body: Markup;
  /** None when absent. */
  readonly tables?: readonly PageTable[];
  /** What VOs add below the body; none when absent. */
  readonly blocks?: readonly Block[];
  /** A form above the body for these filters; none when absent. */
  readonly form?: FilterForm;
  /** Has no HTML: its JSON is the answer whatever was asked for. */
  readonly isJson?: true;
  /** 200 when absent. */
  readonly status?: 400 | 401 | 403 | 404 | 500 | 503;
}

/** A form whose fields are filters of a page. */
export interface FilterForm {
  /** Address of the page. */
  readonly path: string;
  readonly filters: readonly PageFilter[];
  /** What holds now, by the filters' names. */
  readonly parameters: PageParameters;
}
