import { trustMarkup, type Markup, type PageParameters, type PageTable, type VoSummary } from '@bigpanda/monitor-contract';
import { listLoaded } from '../plugins/found-plugin.ts';
import type { PageRequest, PageSource } from './page-request.ts';

/** What a VO adds to a page of the core. */
export interface Block {
  readonly vo: string;
  readonly title: string;
  readonly summary: unknown;
  readonly body: Markup;
  readonly tables: readonly PageTable[];
}

/** The blocks for one place, in the order of the plug-ins; without those for which nothing was found. */
export async function readBlocks(source: PageSource, { plugins, vo }: PageRequest, { place, parameters }: { readonly place: VoSummary['place']; readonly parameters: PageParameters }): Promise<Block[]> {
  const asked = listLoaded(plugins).filter((plugin) => vo === undefined || vo.name === plugin.name);
  const blocks: Block[] = [];
  for (const plugin of asked) {
    for (const block of (plugin.summaries ?? []).filter((some) => some.place === place)) {
      const rows = await source.readRows(plugin, block.query(parameters));
      if (rows.length === 0) continue;
      const summary = block.summarise(rows.map((row) => block.toRecord(row)), parameters);
      blocks.push({ vo: plugin.name, title: block.title, summary, body: trustMarkup(block.render(summary)), tables: block.tables?.(summary) ?? [] });
    }
  }
  return blocks;
}
