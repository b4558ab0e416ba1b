import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Checker } from '../src/checker.ts';
import { directionTableFile } from '../src/directions/direction-table.ts';
import type { FindingDraft } from '../src/finding.ts';
import { createScope } from '../src/scope.ts';

const realRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Packages of a sample workspace, by folder, each with the packages that it declares. */
const packages: Readonly<Record<string, { readonly name: string; readonly declares: readonly string[] }>> = {
  'packages/model': { name: '@bigpanda/model', declares: [] },
  'packages/program': { name: '@bigpanda/program', declares: ['@bigpanda/model'] },
  'packages/datastore': { name: '@bigpanda/datastore', declares: ['@bigpanda/model'] },
  'packages/server': { name: '@bigpanda/server', declares: ['@bigpanda/model', '@bigpanda/datastore'] },
  'packages/monitor-contract': { name: '@bigpanda/monitor-contract', declares: ['@bigpanda/model'] },
  'packages/monitor-core': { name: '@bigpanda/monitor-core', declares: ['@bigpanda/model', '@bigpanda/monitor-contract'] },
  'packages/monitor-vo/atlas': { name: '@bigpanda/monitor-atlas', declares: ['@bigpanda/model', '@bigpanda/monitor-contract'] },
  'packages/monitor-vo/lsst': { name: '@bigpanda/monitor-lsst', declares: ['@bigpanda/monitor-contract'] },
  'tools/release-model': { name: '@bigpanda/release-model', declares: [] },
  'tools/rpm-format': { name: '@bigpanda/rpm-format', declares: [] },
  'tools/signer': { name: '@bigpanda/signer', declares: ['@bigpanda/release-model'] },
  'tools/lint': { name: '@bigpanda/lint', declares: [] },
  'tools/tagger': { name: '@bigpanda/tagger', declares: [] },
  'tools/rpm-builder': { name: '@bigpanda/rpm-builder', declares: ['@bigpanda/rpm-format'] },
  'tools/rpm-repo': { name: '@bigpanda/rpm-repo', declares: [] },
  'tools/nx-plugin': { name: '@bigpanda/nx-plugin', declares: [] },
  'tools/semantic-release-rpm': { name: '@bigpanda/semantic-release-rpm', declares: [] },
  'tools/release': { name: '@bigpanda/release', declares: ['@bigpanda/rpm-repo', '@bigpanda/nx-plugin'] },
  'e2e': { name: '@bigpanda/e2e', declares: ['@bigpanda/model', '@bigpanda/release'] },
  'bench': { name: '@bigpanda/bench', declares: [] },
};

/** What a sample workspace has besides its packages: texts by path below it. A given package.json replaces the usual one. */
export type SampleFiles = Readonly<Record<string, string>>;

/** The root of a new workspace with packages such as ours, this workspace's table of import directions, and the given files; it goes when the test ends. */
export function makeWorkspace(files: SampleFiles): string {
  const root = mkdtempSync(join(tmpdir(), 'lint-'));
  onTestFinished(() => { rmSync(root, { recursive: true }); });
  mkdirSync(join(root, dirname(directionTableFile)));
  cpSync(join(realRoot, directionTableFile), join(root, directionTableFile));
  const manifests = Object.entries(packages).map(([folder, { name, declares }]): [string, string] => [`${folder}/package.json`, formatManifest(name, declares)]);
  const workspaces = ['packages/*', 'packages/monitor-vo/*', 'tools/*', 'e2e', 'bench'];
  const all: SampleFiles = { 'package.json': JSON.stringify({ name: 'sample', type: 'module', workspaces }), ...Object.fromEntries(manifests), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Lets ESLint run in a sample workspace with its configuration: gives it this workspace's node_modules, and adds the two files it asks for. */
export function makeLintableWorkspace(files: SampleFiles): string {
  const compilerOptions = { strict: true, module: 'nodenext', target: 'es2024', noEmit: true, allowImportingTsExtensions: true, types: ['node'] };
  const root = makeWorkspace({
    'eslint.config.ts': "import { createEslintConfig } from '@bigpanda/lint';\n\nexport default createEslintConfig(import.meta.dirname);\n",
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts', 'packages/*/src', 'tools/*/src'] }),
    ...files,
  });
  symlinkSync(join(realRoot, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** A package.json that declares packages of ours. */
export function formatManifest(name: string, declares: readonly string[], more: object = {}): string {
  const dependencies = Object.fromEntries(declares.map((declared) => [declared, '0.0.0']));
  return JSON.stringify({ name, type: 'module', dependencies, ...more }, undefined, 2);
}

/** What one checker says of a workspace, or of some of its projects. */
export function runChecker(checker: Checker, root: string, projects?: readonly string[]): Promise<readonly FindingDraft[]> {
  return checker.check(createScope({ root, ...(projects === undefined ? {} : { projects }) }));
}

/** A new folder with the given files; it goes when the test ends. */
export function makeFolder(files: SampleFiles): string {
  const root = mkdtempSync(join(tmpdir(), 'lint-'));
  onTestFinished(() => { rmSync(root, { recursive: true, force: true }); });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
