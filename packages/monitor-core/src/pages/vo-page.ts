import { formatUtcTime } from '@bigpanda/model';
import { listJobs, type PandaDatabase } from '@bigpanda/datastore';
import { markup, trustMarkup, type VoPage, type VoPlugin } from '@bigpanda/monitor-contract';
import type { Page } from './page.ts';

/** The most jobs a page of a plug-in reads. */
const maxRows = 10_000;

/** A page of a plug-in: its query run, its rows made records, summed up and rendered by the plug-in. */
export async function makeVoPage(database: PandaDatabase, { plugin, page, nowMilliseconds }: { readonly plugin: VoPlugin; readonly page: VoPage; readonly nowMilliseconds: number }): Promise<Page> {
  const { vo, hours, withParameters = false } = page.query;
  const filter = { attributes: vo === undefined ? {} : { VO: vo }, ...(hours === undefined ? {} : { changedSince: formatUtcTime(nowMilliseconds - hours * 3_600_000) }) };
  const rows = await listJobs(database, filter, { limit: maxRows, withParameters });
  const summary = page.summarise(rows.map((row) => page.toRecord(row)));
  return {
    title: page.title,
    section: plugin.name,
    summary: { vo: plugin.name, page: page.path, jobs: rows.length, summary },
    body: markup`${rows.length === maxRows ? markup`<p class="hint">Of the newest ${maxRows} jobs.</p>` : ''}${trustMarkup(page.render(summary))}`,
  };
}
