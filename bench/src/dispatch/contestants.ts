import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings } from '@bigpanda/datastore';
import { startInBackground, type BackgroundServer } from './background-server.ts';
import type { PeerPlan } from './dispatch-peer.ts';

const serverMain = join(import.meta.dirname, '../../../packages/server/src/main.ts');
const peerMain = join(import.meta.dirname, 'dispatch-peer.ts');

/** panda-server on a database, as it is by default. */
export function startPandaServer(dialect: string, settings: DatabaseSettings): Promise<BackgroundServer> {
  const database = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return start(serverMain, { 'panda-server.toml': (folder) => ['listen = "127.0.0.1:0"', '[database]', `dialect = "${dialect}"`, ...database, '[cache]', `folder = "${folder}"`, ''].join('\n') }, (file) => ['--config', file]);
}

/** The peer on a database. */
export function startPeer(plan: PeerPlan): Promise<BackgroundServer> {
  return start(peerMain, { 'plan.json': () => JSON.stringify(plan) }, (file) => [file]);
}

async function start(main: string, files: Readonly<Record<string, (folder: string) => string>>, makeArgs: (file: string) => string[]): Promise<BackgroundServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-dispatch-'));
  const paths = Object.entries(files).map(([name, write]) => {
    const path = join(folder, name);
    writeFileSync(path, write(folder));
    return path;
  });
  const server = await startInBackground([main, ...makeArgs(paths[0] ?? '')], join(folder, 'log'));
  return {
    ...server,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
