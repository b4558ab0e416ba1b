import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '../src/checkout.ts';
import { mustRun } from '../src/run.ts';

interface ShownProject {
  readonly targets: Readonly<Record<string, { readonly metadata?: { readonly description?: string } }>>;
}

const components = (await mustRun('git', ['ls-files', '*/rpm.json', ':!:**/fixtures/**'], { cwd: checkoutRoot })).trim().split('\n');

describe('npx nx show project', () => {
  it.each(components)('knows the component of %s by its RPM name and explains each inferred target', async (file) => {
    const { name } = JSON.parse(readFileSync(join(checkoutRoot, file), 'utf8')) as { readonly name: string };
    const shown = await mustRun('nx', ['show', 'project', name, '--json'], { cwd: checkoutRoot, env: { NX_DAEMON: 'false' } });
    const { targets } = JSON.parse(shown) as ShownProject;
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(['build', 'rpm', 'srpm', 'publish']));
    for (const [target, { metadata }] of Object.entries(targets)) expect(metadata?.description, target).toMatch(/^[A-Z].{20}/);
  });
});
