import { markup, type Markup, type PageFilter, type PageParameters, type PageTable, type VoSummary } from '@bigpanda/monitor-contract';
import { readBlocks, type Block } from './blocks.ts';
import type { FilterForm } from '../pages/page.ts';
import type { PageRequest, PageSource } from './page-request.ts';
import type { RoutedPage } from './routed-page.ts';

/** A page of the core, alike in shape to one of a VO: read, then summary, then tables and HTML from the summary alone. */
export interface CorePage<Found, Summary> {
  /** From the root, ending in `/`; `:name` stands for one part. */
  readonly path: string;
  /** Heading of the page, and of its help. */
  readonly title: string;
  /** Entry of the menu that the page belongs to. */
  readonly section: string;
  /** Title of the page's own entry in the menu; none when absent. */
  readonly menu?: string;
  /** What the page shows and how to read it; a blank line parts paragraphs. */
  readonly help: string;
  /** Every parameter its address takes. */
  readonly filters: readonly PageFilter[];
  /** Takes any attribute of a job as a parameter too. */
  readonly takesJobAttributes?: true;
  /** Passes over parameters that it does not know. */
  readonly takesAnything?: true;
  /** Has no HTML: its JSON is the answer whatever was asked for. */
  readonly isJson?: true;
  /**
   * The only step that asks the database.
   * @throws PandaError `PARAMETERS_WRONG`, `NOT_FOUND`
   */
  read(source: PageSource, request: PageRequest): Promise<Found>;
  /** Everything the page tells, plain data: this is its JSON. */
  summarise(found: Found, request: PageRequest): Summary;
  /** Heading of one such page, where it differs from the page's title. */
  titleOf?(summary: Summary): string;
  /** A form of the page's filters above it. */
  formOf?(summary: Summary): FilterForm;
  /** The JSON, where it is not the summary itself. */
  jsonOf?(summary: Summary): unknown;
  /** The tables of the page as data; the first one is its CSV. */
  tables?(summary: Summary): readonly PageTable[];
  /** The HTML, from the summary and its tables. */
  render(summary: Summary, tables: readonly PageTable[]): Markup;
  /** The blocks of VOs that the page takes. */
  readonly blocks?: { readonly place: VoSummary['place']; parametersOf(summary: Summary): PageParameters };
}

/** A page of the core as a route. */
export function routeCorePage<Found, Summary>(page: CorePage<Found, Summary>): RoutedPage {
  const { path, title, section, menu, help, filters, takesJobAttributes, takesAnything, isJson, blocks } = page;
  return {
    path, title, section, help, filters,
    ...(menu === undefined ? {} : { menu }),
    ...(takesJobAttributes === undefined ? {} : { takesJobAttributes }),
    ...(takesAnything === undefined ? {} : { takesAnything }),
    make: async (source, request) => {
      const summary = page.summarise(await page.read(source, request), request);
      // What the answer does not hold is not made: a table can have thousands of rows.
      const tables = request.format === 'json' ? [] : page.tables?.(summary) ?? [];
      const added: readonly Block[] = blocks === undefined ? [] : await readBlocks(source, request, { place: blocks.place, parameters: blocks.parametersOf(summary) });
      return {
        title: page.titleOf?.(summary) ?? title,
        section,
        summary: page.jsonOf === undefined ? summary : page.jsonOf(summary),
        ...(page.formOf === undefined ? {} : { form: page.formOf(summary) }),
        body: request.format === 'html' && isJson === undefined ? page.render(summary, tables) : markup``,
        tables: [...tables, ...added.flatMap((block) => block.tables)],
        blocks: added,
        ...(isJson === undefined ? {} : { isJson }),
      };
    },
  };
}
