import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread of the local registry is told. */
export interface RegistryRequest {
  /** Folder in whose `node_modules` verdaccio is. */
  readonly program: string;
  /** Folder of its packages. */
  readonly folder: string;
  /** 0 for a free one. */
  readonly port: number;
}

/** What it answers once it listens. */
export interface RegistryReply {
  readonly port: number;
}

const { program, folder, port } = workerData as RegistryRequest;
const { runServer } = createRequire(join(program, 'package.json'))('verdaccio') as { readonly runServer: (config: object) => Promise<Server> };

// No uplinks: it asks nobody. Everybody on this machine may publish, as everybody may write the folder of the repository.
const server = await runServer({
  configPath: join(folder, 'config.yaml'), self_path: join(folder, 'config.yaml'), storage: join(folder, 'storage'),
  auth: { htpasswd: { file: join(folder, 'htpasswd') } }, uplinks: {}, packages: { '**': { access: '$all', publish: '$all', unpublish: [] } },
  max_body_size: '200mb', web: { enable: false }, log: { type: 'stdout', format: 'json', level: 'fatal' },
});
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage({ port: typeof address === 'object' && address !== null ? address.port : port } satisfies RegistryReply);
});
