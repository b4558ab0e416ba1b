import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/import-directions.ts';
import type { FindingDraft } from '../src/finding.ts';
import { formatManifest, makeWorkspace, runChecker, type SampleFiles } from './sample-workspace.ts';

/** Every form of import by name, with the name left open. */
const formsByName: Readonly<Record<string, (name: string) => string>> = {
  'static import': (name) => `import { x } from '${name}'; x();`,
  'namespace import': (name) => `import * as all from '${name}'; all.x();`,
  'default import': (name) => `import all from '${name}'; all();`,
  'import of a subpath': (name) => `import { x } from '${name}/part'; x();`,
  'import type': (name) => `import type { X } from '${name}'; export type Y = X;`,
  'inline type import': (name) => `import { type X } from '${name}'; export type Y = X;`,
  'side-effect import': (name) => `import '${name}';`,
  'import with attributes': (name) => `import all from '${name}/package.json' with { type: 'json' }; all.x();`,
  'export from': (name) => `export { x } from '${name}';`,
  'export type from': (name) => `export type { X } from '${name}';`,
  'export all': (name) => `export * from '${name}';`,
  'export all under a name': (name) => `export * as all from '${name}';`,
  'export type all': (name) => `export type * from '${name}';`,
  'dynamic import': (name) => `await import('${name}');`,
  'dynamic import of a template': (name) => `await import(\`${name}\`);`,
  'dynamic import of a template with an open end': (name) => `declare const part: string; await import(\`${name}/\${part}\`);`,
  'dynamic import of a sum': (name) => `await import('${name.slice(0, 5)}' + '${name.slice(5)}');`,
  'dynamic import of a constant': (name) => `const name = '${name}'; await import(name);`,
  'dynamic import of a choice': (name) => `declare const is: boolean; await import(is ? './own.ts' : '${name}');`,
  'dynamic import of a cast': (name) => `await import('${name}' as string);`,
  'import equals': (name) => `import x = require('${name}'); x();`,
  'require': (name) => `require('${name}');`,
  'optional require': (name) => `require?.('${name}');`,
  'module.require': (name) => `module.require('${name}');`,
  'require.resolve': (name) => `require.resolve('${name}');`,
  'createRequire': (name) => `import { createRequire } from 'node:module'; createRequire(import.meta.url)('${name}');`,
  'createRequire under another name': (name) => `import { createRequire } from 'node:module'; const load = createRequire(import.meta.url); load('${name}');`,
  'require through another package': (name) => `require('zod/../${name}');`,
  'import.meta.resolve': (name) => `import.meta.resolve('${name}');`,
  'import type expression': (name) => `export type X = import('${name}').X;`,
  'typeof import type expression': (name) => `export type X = typeof import('${name}');`,
  'module augmentation': (name) => `declare module '${name}' { interface X { y: 1 } }`,
  'triple-slash types': (name) => `/// <reference types="${name}" />`,
  'JSX import source': (name) => `/** @jsxImportSource ${name} */`,
  'JSDoc import': (name) => `/** @import { X } from '${name}' */`,
  'JSDoc type': (name) => `/** @type {import('${name}').X} */`,
};

/** Every form of import by a path, with the path from `packages/monitor-core/src` left open. */
const formsByPath: Readonly<Record<string, (path: string) => string>> = {
  'static import': (path) => `import { x } from '${path}'; x();`,
  'import type': (path) => `import type { X } from '${path}'; export type Y = X;`,
  'side-effect import': (path) => `import '${path}';`,
  'export all': (path) => `export * from '${path}';`,
  'dynamic import': (path) => `await import('${path}');`,
  'dynamic import with an open end': (path) => `declare const part: string; await import(\`${path}/\${part}\`);`,
  'require': (path) => `require('${path}');`,
  'require.resolve': (path) => `require.resolve('${path}');`,
  'import.meta.resolve': (path) => `import.meta.resolve('${path}');`,
  'import type expression': (path) => `export type X = import('${path}').X;`,
  'new URL': (path) => `export const x = new URL('${path}', import.meta.url);`,
  'dynamic import of a URL': (path) => `await import(new URL('${path}', import.meta.url).href);`,
  'triple-slash path': (path) => `/// <reference path="${path}" />`,
};

describe('checker import-directions', () => {
  it.each(Object.entries(formsByName))('reports a forbidden package by its name: %s', async (_form, write) => {
    const findings = await check('packages/monitor-core/src/view.ts', write('@bigpanda/monitor-atlas'));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      rule: 'bigpanda/import-directions',
      severity: 'error',
      file: 'packages/monitor-core/src/view.ts',
      message: expect.stringMatching(/"packages\/monitor-core" may not import "packages\/monitor-vo\/atlas"; allowed are "packages\/model", "packages\/program", "packages\/datastore", "packages\/monitor-contract"$/u),
      hint: 'Move what both need into a folder that both may import, or hand it in as an argument.',
    });
  });

  it.each(Object.entries(formsByName))('is content with an allowed and declared package: %s', async (_form, write) => {
    expect(await check('packages/monitor-core/src/view.ts', write('@bigpanda/monitor-contract'))).toEqual([]);
  });

  it.each(Object.entries(formsByPath))('reports a path into a forbidden package: %s', async (_form, write) => {
    const [finding, ...others] = await check('packages/monitor-core/src/view.ts', write('../../monitor-vo/atlas/src/index.ts'));
    expect(finding?.message).toMatch(/"packages\/monitor-core" may not import "packages\/monitor-vo\/atlas"/u);
    expect(others).toEqual([]);
  });

  it.each(Object.entries(formsByPath))('reports a path even into an allowed package: %s', async (_form, write) => {
    const [finding, ...others] = await check('packages/monitor-core/src/view.ts', write('../../model/src/index.ts'));
    expect(finding?.message).toMatch(/a path leads out of "packages\/monitor-core" into "packages\/model"$/u);
    expect(finding?.hint).toBe('Import another package by its name, "@bigpanda/model".');
    expect(others).toEqual([]);
  });

  it.each(Object.entries(formsByPath))('is content with a path inside the own package: %s', async (_form, write) => {
    expect(await check('packages/monitor-core/src/view.ts', write('../src/part.ts'))).toEqual([]);
  });

  it.each([
    ['packages/monitor-core', '@bigpanda/monitor-lsst', 'packages/monitor-vo/lsst'],
    ['packages/monitor-core', '@bigpanda/server', 'packages/server'],
    ['packages/monitor-vo/atlas', '@bigpanda/monitor-core', 'packages/monitor-core'],
    ['packages/monitor-vo/atlas', '@bigpanda/monitor-lsst', 'packages/monitor-vo/lsst'],
    ['packages/monitor-vo/lsst', '@bigpanda/datastore', 'packages/datastore'],
    ['packages/monitor-contract', '@bigpanda/monitor-core', 'packages/monitor-core'],
    ['packages/model', '@bigpanda/datastore', 'packages/datastore'],
    ['packages/datastore', '@bigpanda/server', 'packages/server'],
    ['packages/server', '@bigpanda/release-model', 'tools/release-model'],
    ['packages/model', '@bigpanda/bench', 'bench'],
    ['tools/rpm-format', '@bigpanda/release-model', 'tools/release-model'],
    ['tools/rpm-builder', '@bigpanda/rpm-repo', 'tools/rpm-repo'],
    ['tools/tagger', '@bigpanda/lint', 'tools/lint'],
    ['tools/signer', '@bigpanda/tagger', 'tools/tagger'],
    ['tools/release', '@bigpanda/model', 'packages/model'],
    ['tools/release', '@bigpanda/e2e', 'e2e'],
    ['e2e', '@bigpanda/bench', 'bench'],
  ])('forbids %s to import %s', async (from, name, to) => {
    const findings = await check(`${from}/src/view.ts`, `import '${name}';`);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(`"${from}" may not import "${to}"`)]);
  });

  it.each([
    ['packages/datastore', '@bigpanda/model'],
    ['packages/server', '@bigpanda/datastore'],
    ['packages/monitor-vo/atlas', '@bigpanda/monitor-contract'],
    ['packages/monitor-vo/atlas', '@bigpanda/monitor-atlas'],
    ['tools/rpm-builder', '@bigpanda/rpm-format'],
    ['tools/release', '@bigpanda/nx-plugin'],
    ['e2e', '@bigpanda/model'],
    ['e2e', '@bigpanda/release'],
  ])('allows %s to import %s', async (from, name) => {
    expect(await check(`${from}/src/view.ts`, `import '${name}';`)).toEqual([]);
  });

  it('reports absolute paths and file: URLs into another package', async () => {
    const root = realpathSync(makeWorkspace({}));
    const path = join(root, 'packages/monitor-vo/atlas/src/index.ts');
    const forms = [
      `import '${path}';`,
      `await import('${pathToFileURL(path).href}');`,
      `require('${path}');`,
      `export const x = new URL('${pathToFileURL(path).href}');`,
      `import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path'; await import(join(import.meta.dirname, '../../monitor-vo', 'atlas'));`,
      `const folder = import.meta.dirname; await import(\`\${folder}/../../monitor-vo/atlas/src/index.ts\`);`,
      `import { pathToFileURL } from 'node:url'; await import(pathToFileURL(__dirname + '/../../monitor-vo/atlas/x.ts').href);`,
      `import '../../../node_modules/@bigpanda/monitor-atlas/src/index.ts';`,
      `import './%2e%2e/../monitor-vo/atlas/src/index.ts';`,
    ];
    const files = forms.map((text, index): [string, string] => [join(root, `packages/monitor-core/src/form-${index}.ts`), text]);
    mkdirSync(join(root, 'packages/monitor-core/src'));
    files.forEach(([file, text]) => { writeFileSync(file, text); });
    const findings = await checkWorkspace(root);
    expect(findings.filter(({ message }) => message.includes('may not import "packages/monitor-vo/atlas"')).map(({ file }) => join(root, file)))
      .toEqual(files.map(([file]) => file));
  });

  it('reports a path to a file that is in no package', async () => {
    const [finding] = await check('packages/model/src/view.ts', `import all from '../../../package.json' with { type: 'json' }; all.x();`);
    expect(finding?.message).toBe('import "../../../package.json": a path leads out of "packages/model" to "package.json"');
  });

  it('is content with a URL of a file that is in no package, which is read and not imported', async () => {
    expect(await check('tools/release/test/view.ts', `export const root = new URL('../../../', import.meta.url);`)).toEqual([]);
  });

  it('reports a name of ours that is put together when the program runs', async () => {
    const [finding] = await check('packages/monitor-core/src/view.ts', `declare const vo: string; await import(\`@bigpanda/monitor-\${vo}\`);`);
    expect(finding?.message).toBe('import "@bigpanda/monitor-...": the name of a package of ours is put together when the program runs');
  });

  it('is content with a specifier that only running the program would tell', async () => {
    expect(await check('packages/monitor-core/src/view.ts', `declare const file: string; await import(file);`)).toEqual([]);
  });

  it('reports a package of ours that package.json does not declare', async () => {
    const [finding] = await check('packages/monitor-core/src/view.ts', `import '@bigpanda/datastore';`);
    expect(finding).toMatchObject({
      message: 'import "@bigpanda/datastore": "packages/monitor-core/package.json" does not declare "@bigpanda/datastore"',
      hint: 'Add "@bigpanda/datastore" to the dependencies of "packages/monitor-core/package.json".',
    });
  });

  it('lets tests alone use a devDependency', async () => {
    const manifest = formatManifest('@bigpanda/datastore', [], { devDependencies: { '@bigpanda/model': '0.0.0' } });
    const findings = await checkFiles({
      'packages/datastore/package.json': manifest,
      'packages/datastore/src/view.ts': `import '@bigpanda/model';`,
      'packages/datastore/test/view.ts': `import '@bigpanda/model';`,
    });
    expect(findings.map(({ file }) => file)).toEqual(['packages/datastore/src/view.ts']);
  });

  it('cannot be switched off by a comment', async () => {
    const comments = ['/* eslint-disable */', '/* eslint bigpanda/import-directions: off */', '// eslint-disable-next-line -- why'];
    for (const comment of comments) {
      const findings = await check('packages/monitor-core/src/view.ts', `${comment}\nimport '@bigpanda/monitor-atlas';`);
      expect(findings).toHaveLength(1);
    }
  });

  it('sees plain JavaScript, JSX and declarations', async () => {
    const text = `import '@bigpanda/monitor-atlas';`;
    const endings = ['js', 'mjs', 'cjs', 'jsx', 'tsx', 'mts', 'cts', 'd.ts'];
    const findings = await checkFiles(Object.fromEntries(endings.map((ending) => [`packages/monitor-core/src/view.${ending}`, text])));
    expect(findings).toHaveLength(endings.length);
  });

  it('forbids everything to a package that is not in the table, and says what to add', async () => {
    const findings = await checkFiles({
      'packages/brokerage/package.json': formatManifest('@bigpanda/brokerage', ['@bigpanda/model']),
      'packages/brokerage/src/view.ts': `import '@bigpanda/model';`,
    });
    expect(findings[0]?.hint).toBe('Add "packages/brokerage" to repo-config/import-directions.json with the folders that it may import.');
  });

  it('reports a source file beside the packages that is in none of them', async () => {
    const [finding] = await check('packages/brokerage/src/view.ts', `import '@bigpanda/server';`);
    expect(finding?.message).toBe('place "packages/brokerage/src/view.ts": it is in no package of the workspace');
  });
});

function check(file: string, text: string): Promise<readonly FindingDraft[]> {
  return checkFiles({ [file]: text });
}

function checkFiles(files: SampleFiles): Promise<readonly FindingDraft[]> {
  return checkWorkspace(makeWorkspace(files));
}

function checkWorkspace(root: string): Promise<readonly FindingDraft[]> {
  return runChecker(checker, root);
}
