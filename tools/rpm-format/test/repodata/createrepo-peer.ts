import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const run = promisify(execFile);

/** Build time of the packages, and the revision and time that createrepo_c is told. */
export const fixedSeconds = 1_700_000_000;

export interface RpmBytes {
  /** File name. */
  readonly href: string;
  readonly bytes: Uint8Array;
}

export interface PeerRepository extends AsyncDisposable {
  /** The RPM files in createrepo_c's order, with their file names as hrefs. */
  readonly packages: readonly RpmBytes[];
  readonly primary: string;
  readonly filelists: string;
  readonly other: string;
  readonly repomd: string;
}

/** A repository of the packages of `specs/`, source packages with them, and of other RPM files, made by rpmbuild and createrepo_c. */
export async function createPeerRepository(others: readonly RpmBytes[]): Promise<PeerRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'repodata-'));
  const repository = join(folder, 'repository');
  await mkdir(repository);
  for (const spec of ['bare.spec', 'rich.spec']) await buildPackages(join(import.meta.dirname, 'specs', spec), folder);
  for (const kind of ['RPMS/noarch', 'SRPMS']) await cp(join(folder, kind), repository, { recursive: true });
  for (const { href, bytes } of others) await writeFile(join(repository, href), bytes);
  await run('createrepo_c', ['--quiet', '--no-database', '--revision', String(fixedSeconds), '--set-timestamp-to-revision', repository]);
  return { ...(await readRepository(repository)), [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function buildPackages(spec: string, folder: string): Promise<void> {
  const definitions = [`_topdir ${folder}`, 'use_source_date_epoch_as_buildtime 1', '_buildhost reproducible.example'];
  const options = definitions.flatMap((definition) => ['--define', definition]);
  await run('rpmbuild', ['-ba', '--quiet', ...options, spec], { env: { ...process.env, SOURCE_DATE_EPOCH: String(fixedSeconds), LC_ALL: 'C.UTF-8' } });
}

async function readRepository(repository: string) {
  const names = (await readdir(repository)).filter((name) => name.endsWith('.rpm')).sort();
  const repodata = join(repository, 'repodata');
  const documents = await readdir(repodata);
  const read = async (type: string) => {
    const name = documents.find((each) => each.endsWith(`-${type}.xml.gz`)) ?? type;
    return gunzipSync(await readFile(join(repodata, name))).toString();
  };
  return {
    packages: await Promise.all(names.map(async (href) => ({ href, bytes: await readFile(join(repository, href)) }))),
    primary: await read('primary'),
    filelists: await read('filelists'),
    other: await read('other'),
    repomd: await readFile(join(repodata, 'repomd.xml'), 'utf8'),
  };
}
