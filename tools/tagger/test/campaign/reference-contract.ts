import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeReferenceRepository, planReference } from './reference-history.ts';

/** What both said of one repository. */
export interface ContractCase {
  readonly seed: number;
  readonly ours: string;
  readonly theirs: string;
}

/** The part of semantic-release that is used: its dry run gives the next release, `false`, or throws. */
type SemanticRelease = (options: object, context: object) => Promise<false | { readonly nextRelease?: { readonly version: string } }>;

/**
 * Our plan beside the dry run of the real semantic-release, on as many generated repositories as `size`.
 * @param folder a folder with `node_modules/semantic-release`: `npm install --prefix FOLDER semantic-release@25.0.9 conventional-changelog-conventionalcommits@10.4.1`
 */
export async function campaign(seed: number, size: number, folder: string): Promise<ContractCase[]> {
  const cases: ContractCase[] = [];
  for (let number = seed; number < seed + size; number += 1) {
    using repository = await makeReferenceRepository(number);
    cases.push({ seed: number, ours: await planReference(repository), theirs: await runReference(repository.root, folder) });
  }
  return cases;
}

async function runReference(root: string, folder: string): Promise<string> {
  const entry = createRequire(join(folder, 'package.json')).resolve('semantic-release');
  const { default: semanticRelease } = (await import(pathToFileURL(entry).href)) as { readonly default: SemanticRelease };
  const remote = mkdtempSync(join(tmpdir(), 'tagger-remote-'));
  try {
    execFileSync('git', ['clone', '-q', '--mirror', root, remote]);
    const quiet = { write: () => true };
    const options = { dryRun: true, ci: false, repositoryUrl: pathToFileURL(remote).href, tagFormat: 'v${version}', plugins: [['@semantic-release/commit-analyzer', { preset: 'conventionalcommits' }]] };
    const result = await semanticRelease(options, { cwd: root, env: process.env, stdout: quiet, stderr: quiet });
    return result === false || result.nextRelease === undefined ? 'none' : result.nextRelease.version;
  } catch (error) {
    if (String((error as { code?: string }).code) === 'EINVALIDNEXTVERSION') return 'refused';
    throw error;
  } finally {
    rmSync(remote, { recursive: true, force: true });
  }
}
