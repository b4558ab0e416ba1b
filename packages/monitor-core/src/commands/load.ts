import { readFileSync } from 'node:fs';
import { formatUtcTime, PandaError } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import type { OwnLoader, OwnRow, VoPlugin } from '@bigpanda/monitor-contract';
import type { Configuration } from '../configuration.ts';
import { listLoaded } from '../plugins/found-plugin.ts';
import { findPluginFolder, loadPlugins, pluginsOption } from '../plugins/plugin-folder.ts';
import { createStoreSource, storesInFolder } from '../plugins/store-source.ts';

/** Fills a plug-in's own tables from a text, such as what `condor_q -json` prints. */
export const loadCommand: ProgramCommand<Configuration> = {
  name: 'load',
  purpose: "Fills a plug-in's own tables from what stands in a file or at standard input.",
  operands: 'VO LOADER [FILE]',
  options: [pluginsOption],
  isWriting: true,
  run: async ({ configuration, folder, values, operands, isDryRun }) => {
    const [vo = '', name = '', file = '-'] = operands;
    const plugins = listLoaded(await loadPlugins(findPluginFolder(values.get('plugins'), configuration, folder)));
    const { plugin, loader } = findLoader(plugins, vo, name);
    const rows = readRows(loader, readText(file), formatUtcTime(Date.now()));
    if (!isDryRun) await writeRows(configuration, { plugin, loader, rows });
    return { text: `${isDryRun ? 'would write' : 'wrote'} ${rows.length} rows into "${loader.table}" of ${vo}\n`, json: { vo, loader: name, table: loader.table, mode: loader.mode, rows: rows.length, isDryRun } };
  },
};

function findLoader(plugins: readonly VoPlugin[], vo: string, name: string): { readonly plugin: VoPlugin; readonly loader: OwnLoader } {
  const all = plugins.flatMap((plugin) => (plugin.store?.loaders ?? []).map((loader) => ({ plugin, loader })));
  const found = all.find(({ plugin, loader }) => plugin.name === vo && loader.name === name);
  if (found !== undefined) return found;
  const known = all.map(({ plugin, loader }) => `"${plugin.name} ${loader.name}"`).join(', ');
  throw new PandaError('USAGE_WRONG', `read arguments: there is no loader "${vo} ${name}"`, { exitStatus: 2, hint: known === '' ? 'Install a plug-in that has a loader.' : `Name one of ${known}.` });
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new PandaError('INPUT_UNREADABLE', `read input: ${(cause as Error).message}`, { cause });
  }
}

function readRows(loader: OwnLoader, text: string, now: string): readonly OwnRow[] {
  try {
    return loader.toRows(text, now);
  } catch (cause) {
    throw new PandaError('INPUT_WRONG', `read input of "${loader.name}": ${cause instanceof Error ? cause.message : String(cause)}`, { hint: 'Look at what wrote the input.', cause });
  }
}

async function writeRows({ stores }: Configuration, { plugin, loader, rows }: { readonly plugin: VoPlugin; readonly loader: OwnLoader; readonly rows: readonly OwnRow[] }): Promise<void> {
  const source = createStoreSource({ dialect: sqliteDialect, settingsOf: storesInFolder(stores.folder), readClock: Date.now });
  try {
    await source.write(plugin, loader.table, { ...loader, rows });
  } finally {
    await source.close();
  }
}
