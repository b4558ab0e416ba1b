import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const workspaceRoot = join(import.meta.dirname, '../../..');
const { sharedInputs } = JSON.parse(readFileSync(join(workspaceRoot, 'repo-config/repository.json'), 'utf8')) as { sharedInputs: string[] };
const runtimeImport = /(?:^|\n)(?:import|export) (?!type )[^;'"]*?from '([^']+)'|\bimport\('([^']+)'\)/g;

function resolveImport(file: string, wanted: string): string | undefined {
  if (wanted.startsWith('.')) return join(dirname(file), wanted);
  return wanted.startsWith('@bigpanda/') ? join(workspaceRoot, 'tools', wanted.slice('@bigpanda/'.length), 'src/index.ts') : undefined;
}

/** Files of ours that run when a module is loaded. */
function loadedFiles(...entries: readonly string[]): string[] {
  const waiting = entries.map((entry) => join(workspaceRoot, entry));
  const found = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const [, first, second] of readFileSync(file, 'utf8').matchAll(runtimeImport)) {
      const next = resolveImport(file, first ?? second ?? '');
      if (next === undefined || found.has(next) || !existsSync(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return [...found].map((file) => relative(workspaceRoot, file));
}

describe('sharedInputs of repo-config/repository.json', () => {
  const files = loadedFiles('tools/release/src/pipeline/pack-components.ts', 'tools/nx-plugin/src/bundle-component.ts', 'tools/nx-plugin/src/executor/build/executor.ts');

  it('holds everything of ours that bundles and packs', () => {
    expect(files.filter((file) => !sharedInputs.some((input) => file.startsWith(`${input}/`)))).toEqual([]);
    for (const tool of ['release-model', 'rpm-builder', 'rpm-format', 'rpm-repo', 'signer']) expect(files.some((file) => file.startsWith(`tools/${tool}/src/`)), tool).toBe(true);
  });

  it('names what exists only', () => {
    expect(sharedInputs.filter((input) => !existsSync(join(workspaceRoot, input)))).toEqual([]);
  });
});
