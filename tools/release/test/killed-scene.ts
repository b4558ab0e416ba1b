import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseSite } from './release-site.ts';
import { copySite, runProgram, type ProgramRun, type SiteCopy } from './site-copy.ts';
import { describeSite } from './site-state.ts';
import type { SmallRegistry } from './small-registry.ts';

/** Components of the site: one with RPMs that is released again, one that is not, and one for npm that is released again. */
export const siteNames = ['alpha', 'beta'];
export const siteFiles = {
  'package.json': JSON.stringify({ private: true, workspaces: ['lib'] }),
  'lib/npm.json': JSON.stringify({ build: 'bundle' }),
  'lib/package.json': JSON.stringify({ name: '@sample/lib', version: '0.0.0', description: 'Greets', license: 'Apache-2.0', type: 'module' }),
  'lib/README.md': '# lib\n',
  'lib/src/index.ts': "export const greet = (name: string): string => `Hello ${name}`;\n",
};

/** Every part of a site that others see, by name, as text. */
export type SiteParts = Readonly<Record<string, string>>;

/** A site with one release behind it and one that is due, which was made once undisturbed. */
export interface KilledScene {
  readonly site: ReleaseSite;
  /** Absent where packages go to the registry of the checkout. */
  readonly registry?: SmallRegistry;
  /** What is there before the release, and after one that nobody disturbed. */
  readonly before: SiteParts;
  readonly after: SiteParts;
  /** How the release is run. */
  readonly args: ProgramRun;
  /** Entries of the journal of an undisturbed release. */
  readonly entries: number;
  readonly milliseconds: number;
}

/** The variables of commands that publish to a registry. */
export function npmVariables(registry: SmallRegistry | undefined): Readonly<Record<string, string | undefined>> {
  // verdaccio is installed into the cache of whoever runs the campaign, and npm keeps there what it brought.
  const shared = { npm_config_cache: join(homedir(), '.npm') };
  if (registry === undefined) return { ...shared, XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache') };
  return { ...shared, BIGPANDA_NPM_REGISTRY: registry.url, BIGPANDA_NPM_TOKEN: 'token' };
}

/** Makes the first release, and the second one once undisturbed. */
export async function prepareScene(site: ReleaseSite, registry: SmallRegistry | undefined): Promise<KilledScene> {
  const first = await site.run('release');
  if (first.status !== 0) throw new Error(first.stderr);
  registry?.keep();
  site.commit('feat: more', { 'alpha/data.txt': 'alpha 2\n', 'lib/src/index.ts': "export const greet = (name: string): string => `Good day ${name}`;\n" });
  const args = { seconds: site.seconds + 60, verb: 'release', key: site.keyFile, env: npmVariables(registry) };
  const before = describeParts(site, registry);
  using reference = copySite(site, 'reference');
  const begun = Date.now();
  const { status, stderr } = await runProgram(reference, args);
  if (status !== 0) throw new Error(stderr);
  const milliseconds = Date.now() - begun;
  const after = describeParts(reference, registry);
  registry?.putBack();
  return { site, ...(registry === undefined ? {} : { registry }), before, after, args, entries: countEntries(reference), milliseconds };
}

/** As `describeSite`, with what npm gives out. */
export function describeParts(place: Pick<SiteCopy, 'root' | 'remote' | 'keyFile'>, registry: SmallRegistry | undefined): SiteParts {
  return { ...describeSite(place), 'npm registry': registry?.describe() ?? describeLocalRegistry(join(place.root, 'build/npm-registry/storage')) };
}

/** Versions, dist-tags and tarballs of verdaccio's storage; the times and revisions that it keeps beside them are its own. */
function describeLocalRegistry(storage: string): string {
  return globSync('**/package.json', { cwd: storage }).flatMap((file) => {
    const { name, versions, 'dist-tags': tags } = JSON.parse(readFileSync(join(storage, file), 'utf8')) as { readonly name: string; readonly versions: Readonly<Record<string, { readonly dist: { readonly integrity: string; readonly tarball: string } }>>; readonly 'dist-tags': Readonly<Record<string, string>> };
    return [
      ...Object.entries(versions).map(([version, { dist: { integrity, tarball } }]) => `${name}@${version} ${integrity === readIntegrity(join(storage, file, '..', tarball.slice(tarball.lastIndexOf('/') + 1))) ? integrity : 'with another tarball'}`),
      ...Object.entries(tags).map(([tag, version]) => `${name} ${tag} ${version}`),
    ];
  }).sort().join('\n');
}

function readIntegrity(file: string): string {
  return existsSync(file) ? `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` : 'missing';
}

/** Entries in the journal of the last release of a site that was made whole. */
function countEntries({ root }: Pick<SiteCopy, 'root'>): number {
  const folder = join(root, '.git/bigpanda/releases');
  const journals = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const last = journals.find((text) => text.includes('"0.2.0"')) ?? '';
  return last.trimEnd().split('\n').length;
}
