import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/package-dependencies.ts';
import type { FindingDraft } from '../src/finding.ts';
import { dependencySections } from '../src/package-manifest.ts';
import { formatManifest, makeWorkspace, runChecker } from './sample-workspace.ts';

const core = 'packages/monitor-core';

describe('checker package-dependencies', () => {
  it.each(dependencySections)('reports a forbidden package in %s', async (section) => {
    const findings = await checkManifest(core, { [section]: { '@bigpanda/monitor-atlas': '0.0.0' } });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      rule: 'bigpanda/package-dependencies',
      severity: 'error',
      file: 'packages/monitor-core/package.json',
      message: 'depend on "@bigpanda/monitor-atlas": "packages/monitor-core" may not import "packages/monitor-vo/atlas"; allowed are "packages/model", "packages/program", "packages/datastore", "packages/monitor-contract"',
    });
    expect(findings[0]?.range).toBeDefined();
  });

  it.each(dependencySections)('is content with an allowed package in %s', async (section) => {
    expect(await checkManifest(core, { [section]: { '@bigpanda/monitor-contract': '0.0.0', 'zod': '4.6.7' } })).toEqual([]);
  });

  it.each([
    ['packages/model', '@bigpanda/release-model'],
    ['tools/release', '@bigpanda/server'],
    ['packages/monitor-vo/lsst', '@bigpanda/monitor-atlas'],
    ['packages/monitor-vo/lsst', '@bigpanda/monitor-core'],
  ])('reports %s that depends on %s', async (folder, name) => {
    expect(await checkManifest(folder, { dependencies: { [name]: '0.0.0' } })).toHaveLength(1);
  });

  it.each([
    ['npm:@bigpanda/monitor-atlas@0.0.0'],
    ['file:../monitor-vo/atlas'],
    ['link:../monitor-vo/atlas/'],
    ['../monitor-vo/atlas'],
  ])('reports a forbidden package under another name: %s', async (value) => {
    const [finding] = await checkManifest(core, { dependencies: { plugin: value } });
    expect(finding?.message).toMatch(/^depend on "plugin": "packages\/monitor-core" may not import "packages\/monitor-vo\/atlas"/u);
  });

  it('reports an allowed package under another name', async () => {
    const [finding] = await checkManifest(core, { dependencies: { words: 'npm:@bigpanda/model@0.0.0' } });
    expect(finding?.hint).toBe('Use its own name, "@bigpanda/model".');
  });

  it('reports another name in the package.json of the workspace', async () => {
    const manifest = { name: 'sample', workspaces: ['packages/*', 'packages/monitor-vo/*'], devDependencies: { words: 'npm:@bigpanda/model@0.0.0', '@bigpanda/server': '0.0.0' } };
    const root = makeWorkspace({ 'package.json': JSON.stringify(manifest) });
    const findings = await runChecker(checker, root, ['.']);
    expect(findings.map(({ file, hint }) => [file, hint])).toEqual([['package.json', 'Use its own name, "@bigpanda/model".']]);
  });

  it('reports a forbidden target of imports', async () => {
    const [finding] = await checkManifest(core, { imports: { '#vo': { node: '@bigpanda/monitor-atlas/part', default: './own.ts' } } });
    expect(finding?.message).toMatch(/^depend on "@bigpanda\/monitor-atlas": "packages\/monitor-core" may not import/u);
  });
});

function checkManifest(folder: string, more: object): Promise<readonly FindingDraft[]> {
  const root = makeWorkspace({ [`${folder}/package.json`]: formatManifest('@bigpanda/sample', [], more) });
  return runChecker(checker, root, [folder]);
}
