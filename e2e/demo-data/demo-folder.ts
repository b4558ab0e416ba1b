import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PandaError } from '@bigpanda/model';
import type { DemoOptions } from './demo-options.ts';

/** Files of a demonstration. */
export interface DemoFolder {
  readonly database: string;
  /** Folder of the VOs' own tables. */
  readonly stores: string;
  readonly serverConfiguration: string;
  readonly monitorConfiguration: string;
}

/** Tells a folder that may be made anew from one that holds something else. */
const mark = 'demo.json';

/**
 * Makes the folder anew, with the configuration of server and monitor in it.
 * @throws PandaError `FOLDER_TAKEN` for a folder with other things in it
 */
export function makeDemoFolder({ folder, seed, jobCount, end, serverPort, monitorPort }: DemoOptions, sites: string): DemoFolder {
  if (existsSync(folder) && !existsSync(join(folder, mark)) && readdirSync(folder).length > 0) throw new PandaError('FOLDER_TAKEN', `make demonstration: "${folder}" holds other things`, { hint: 'Name another folder with --folder.' });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, mark), `${JSON.stringify({ seed, jobCount, end: new Date(end).toISOString() })}\n`);
  const files = { database: join(folder, 'panda.db'), stores: join(folder, 'vo'), serverConfiguration: join(folder, 'panda-server.toml'), monitorConfiguration: join(folder, 'bigpandamon.toml') };
  const database = `database.path = ${JSON.stringify(files.database)}\nlog.level = "warn"\n`;
  writeFileSync(files.serverConfiguration, `listen = "127.0.0.1:${serverPort}"\ndatabase.dialect = "sqlite"\ncache.folder = ${JSON.stringify(join(folder, 'cache'))}\nsites.file = ${JSON.stringify(sites)}\n${database}`);
  writeFileSync(files.monitorConfiguration, `listen = "127.0.0.1:${monitorPort}"\nstores.folder = ${JSON.stringify(files.stores)}\n${database}`);
  return files;
}
