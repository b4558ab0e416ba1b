import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, type PayloadManifest, type PlannedComponent } from '@bigpanda/release-model';
import { compareManifests, isComponent, openLedger, openManifestFolder, openRepository, planRepository, readManifests, type PlannableRepository, type ReleaseUnit } from '@bigpanda/tagger';
import { planCache } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { reduceUnit, type UnitPayload } from '../npm/unit-payload.ts';
import { buildComponents } from '../pipeline/build-components.ts';
import { showProgress } from '../view/progress.ts';
import { renderManifests } from '../view/manifests.ts';
import { requireComponent } from './why.ts';

interface EvidenceOptions {
  readonly out?: string;
  readonly released?: string;
  readonly build: boolean;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineEvidenceCommand(command: Command, context: Context): void {
  command
    .argument('[name...]', 'RPM names of components; all without names')
    .option('--out <dir>', 'folder for the manifests (default: build/evidence)')
    .option('--released <dir>', 'manifests of the last releases, <name>-<version>.json (default: those of the ledger)')
    .option('--no-build', 'take dist/ as it is')
    .option('--dry-run', 'write nothing')
    .option('--json', 'print the manifests and differences as JSON')
    .action(async (names: readonly string[], options: EvidenceOptions) => {
      const repository = await openRepository(context.workingFolder);
      for (const name of names) requireComponent(repository, name);
      const components = repository.components.filter(({ name }) => names.length === 0 || names.includes(name));
      if (options.build) await build(repository, components, context);
      const plan = await planRepository(repository, { kind: 'release', ...planCache(context) });
      const payloads: UnitPayload[] = [];
      for (const component of components) payloads.push(await reduceUnit({ root: repository.position.root, config: repository.config }, component));
      const released = options.released === undefined ? await openLedger(repository.position) : openManifestFolder(resolve(context.workingFolder, options.released));
      const last = lastVersions(plan);
      const then = released === undefined ? new Map<string, PayloadManifest>() : await readManifests(released, last);
      const results = payloads.map(({ manifest }) => {
        const [before, lastVersion] = [then.get(manifest.name), last.get(manifest.name)];
        return { name: manifest.name, manifest, ...(lastVersion === undefined ? {} : { lastVersion }), ...(before === undefined ? {} : { differences: compareManifests(before, manifest) }) };
      });
      const folder = resolve(context.workingFolder, options.out ?? join(repository.position.root, 'build/evidence'));
      if (options.dryRun !== true) await writeRecords(folder, { planned: plan.components, payloads });
      context.write(options.json === true ? canonicalJson({ evidence: results }) : renderManifests(results, options.dryRun === true ? undefined : folder));
    });
}

/** Nx builds what its cache does not have; a repository that is not configured brings its files as they are. */
async function build({ position, config, components: all }: PlannableRepository, components: readonly ReleaseUnit[], context: Context): Promise<void> {
  if (config === undefined) return;
  const workspace = { root: position.root, config, isConfigured: true, components: all.filter(isComponent) };
  await showProgress(context, [{ title: 'Build', run: (say) => buildComponents({ workspace, planned: components.filter(isComponent), context, onLine: say }) }]);
}

interface Records {
  readonly planned: readonly PlannedComponent[];
  readonly payloads: readonly UnitPayload[];
}

/** Each manifest with the commit that it is of, so that a plan can tell whether it is still true. */
async function writeRecords(folder: string, { planned, payloads }: Records): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const payload of payloads) {
    const { manifest: { name } } = payload;
    const found = planned.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`a plan has every component, also ${name}`);
    const file = join(folder, `${name}.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, canonicalJson({ commit: found.commit, ...payload }));
  }
}

function lastVersions(plan: Awaited<ReturnType<typeof planRepository>>): Map<string, string> {
  return new Map(plan.components.flatMap(({ name, lastVersion }) => (lastVersion === undefined ? [] : [[name, lastVersion]])));
}
