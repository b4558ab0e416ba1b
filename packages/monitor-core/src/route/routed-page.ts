import type { PageFilter } from '@bigpanda/monitor-contract';
import type { Page } from '../pages/page.ts';
import type { PageRequest, PageSource } from './page-request.ts';

/** A page as the app serves it, whoever made it: where, what its address may say, and how it is made. */
export interface RoutedPage {
  /** From the root, ending in `/`; `:name` stands for one part. */
  readonly path: string;
  readonly title: string;
  /** Entry of the menu that it belongs to. */
  readonly section: string;
  /** Title of its own entry in the menu; none when absent. */
  readonly menu?: string;
  /** Title of its section in the menu, where that is not the title of its first entry. */
  readonly sectionTitle?: string;
  readonly help?: string;
  /** Every parameter its address takes. */
  readonly filters: readonly PageFilter[];
  /** Takes any attribute of a job as a parameter too. */
  readonly takesJobAttributes?: true;
  /** Passes over parameters that it does not know. */
  readonly takesAnything?: true;
  make(source: PageSource, request: PageRequest): Promise<Page>;
}
