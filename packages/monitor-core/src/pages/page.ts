import type { Markup } from '@bigpanda/monitor-contract';

/** A page before it is written: its summary for JSON, its HTML below the heading. */
export interface Page {
  readonly title: string;
  /** Entry of the menu it belongs to. */
  readonly section: string;
  readonly summary: unknown;
  readonly body: Markup;
  /** 200 when absent. */
  readonly status?: 404 | 500 | 503;
}
