import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openOwnStore, type DatabaseDialect, type DatabaseSettings, type OwnStore } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import type { OwnLoader, OwnRow, PageRow, StoreQuery, VoPlugin } from '@bigpanda/monitor-contract';

/** The stores of plug-ins: each a schema of its own, apart from PanDA's tables and from one another. */
export interface StoreSource {
  /** Rows of a plug-in's own tables; none for a plug-in without tables. */
  select(plugin: VoPlugin, query: StoreQuery): Promise<readonly PageRow[]>;
  write(plugin: VoPlugin, table: string, rows: WrittenRows): Promise<void>;
  close(): Promise<void>;
}

/** Rows for an own table, and how they are written, as a loader says. */
export interface WrittenRows extends Pick<OwnLoader, 'mode' | 'keeps'> {
  readonly rows: readonly OwnRow[];
}

export interface StoreSourceOptions {
  readonly dialect: DatabaseDialect;
  /** Where the store of a plug-in is. */
  readonly settingsOf: (pluginName: string) => DatabaseSettings;
  /** Milliseconds since 1970. */
  readonly readClock: () => number;
}

/** Stores, each opened with its schema up to date when it is first asked, and kept open. */
export function createStoreSource({ dialect, settingsOf, readClock }: StoreSourceOptions): StoreSource {
  const open = new Map<string, Promise<OwnStore>>();
  const find = async ({ name, store }: VoPlugin): Promise<OwnStore | undefined> => {
    if (store === undefined) return undefined;
    const opening = open.get(name) ?? openOwnStore(dialect, settingsOf(name), { tables: store.tables, migrations: store.migrations, nowMilliseconds: readClock() });
    open.set(name, opening);
    try {
      return await opening;
    } catch (error) {
      open.delete(name);
      throw error;
    }
  };
  return {
    select: async (plugin, { sql, values }) => (await (await find(plugin))?.select(sql, values)) ?? [],
    write: async (plugin, table, { rows, mode, keeps }) => {
      const store = await find(plugin);
      await store?.write(table, rows, mode);
      if (keeps !== undefined) await store?.removeOlder(table, keeps.column, formatUtcTime(readClock() - keeps.days * 86_400_000));
    },
    close: async () => {
      const closing = [...open.values()];
      open.clear();
      for (const store of closing) await store.then((opened) => opened.close(), () => undefined);
    },
  };
}

/** Files of stores below a folder, which is made when the first store is opened: one for each plug-in. */
export function storesInFolder(folder: string): (pluginName: string) => DatabaseSettings {
  return (pluginName) => {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    return { path: join(folder, `${pluginName}.db`) };
  };
}
