import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDnfClient, runProgram, type DnfOutcome } from '../dnf-client.ts';
import { createZypperClient } from '../zypper-client.ts';

/** Programs that read repositories: dnf installs too, librepo is what dnf downloads with, called at once again. */
export const raceClientKinds = ['dnf', 'librepo', 'zypper'] as const;
export type RaceClientKind = (typeof raceClientKinds)[number];

/** One program that refreshes again and again. */
export interface RaceClient extends AsyncDisposable {
  readonly kind: RaceClientKind;
  /** What it does in one round, in order; the next is left out when one fails. */
  readonly steps: readonly (() => Promise<DnfOutcome>)[];
}

/** How a client finds the repository. */
export interface RaceRepository {
  /** One section. */
  readonly dotRepo: string;
  readonly publicKeyArmored: string;
}

/** A client with nothing on it, and with the key where the program has to be told. */
export function createRaceClient(kind: RaceClientKind, repository: RaceRepository): Promise<RaceClient> {
  return { dnf: createDnf, librepo: createLibrepo, zypper: createZypper }[kind](repository);
}

async function createDnf({ dotRepo }: RaceRepository): Promise<RaceClient> {
  const client = await createDnfClient(dotRepo);
  return {
    kind: 'dnf',
    // The second time, and every time after, there is something to upgrade.
    steps: [() => client.dnf('--refresh', 'makecache'), () => client.dnf('install', 'sample')],
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

async function createZypper({ dotRepo }: RaceRepository): Promise<RaceClient> {
  const client = await createZypperClient(dotRepo);
  const refresh = async () => {
    await client.forget();
    return client.zypper('refresh', '--force');
  };
  return { kind: 'zypper', steps: [refresh, () => client.zypper('install', 'sample')], [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

async function createLibrepo({ dotRepo, publicKeyArmored }: RaceRepository): Promise<RaceClient> {
  const folder = await mkdtemp(join(tmpdir(), 'librepo-'));
  const [home, key] = [join(folder, 'gnupg'), join(folder, 'key.asc')];
  await mkdir(home, { mode: 0o700 });
  await writeFile(key, publicKeyArmored);
  await promisify(execFile)('gpg', ['--homedir', home, '--batch', '--quiet', '--import', key]);
  const [, via = '', url = ''] = /^(mirrorlist|metalink|baseurl)=(.*)$/m.exec(dotRepo) ?? [];
  const script = join(import.meta.dirname, 'librepo-refresh.py');
  const refresh = async () => {
    const cache = await mkdtemp(join(folder, 'cache-'));
    const outcome = await runProgram('/usr/bin/python3', [script, via, url, cache, home], { ...process.env, LC_ALL: 'C.UTF-8' });
    await rm(cache, { recursive: true });
    return outcome;
  };
  const stop = async () => {
    await runProgram('gpgconf', ['--homedir', home, '--kill', 'all'], process.env);
    await rm(folder, { recursive: true, force: true });
  };
  return { kind: 'librepo', steps: [refresh], [Symbol.asyncDispose]: stop };
}
