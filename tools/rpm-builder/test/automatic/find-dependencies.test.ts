import { describe, expect, it } from 'vitest';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { formatDependency, sense, type PackageFile } from '@bigpanda/rpm-format';
import { completePackage } from '../../src/automatic/find-dependencies.ts';
import { fileOf, sceneOf } from './scene.ts';

const files: readonly PackageFile[] = [
  fileOf('/usr/bin/one', '#!/usr/bin/node\n', 0o755),
  fileOf('/usr/bin/two', '#!/usr/bin/node\n', 0o755),
  fileOf('/usr/lib64/pkgconfig/foo.pc', 'Name: Foo\nVersion: 1\nRequires: bar\n'),
];

function automaticOf(automatic: unknown) {
  return rpmDescriptionSchema.parse({ name: 'scene', summary: 'Scene', description: 'Scene.', license: 'MIT', url: 'https://scene.invalid', automatic }).automatic;
}

async function complete(automatic: unknown) {
  const { spec, found } = await completePackage(sceneOf(files), automaticOf(automatic));
  const list = (kind: 'requires' | 'provides') => (spec.dependencies?.[kind] ?? []).map(formatDependency);
  return { requires: list('requires'), provides: list('provides'), found, spec };
}

describe('completePackage', () => {
  it('adds what the files bring, each once, as found and not as written', async () => {
    const { requires, provides, spec } = await complete(true);
    expect({ requires, provides }).toEqual({ requires: ['/usr/bin/node', '/usr/bin/pkg-config', 'pkgconfig(bar)'], provides: ['pkgconfig(foo) = 1'] });
    expect(spec.dependencies?.requires?.[0]?.sense).toBe(sense.findRequires);
    expect(spec.dependencies?.provides?.[0]?.sense).toBe(sense.findProvides);
  });

  it('says which file brings what, by which provider', async () => {
    const { found } = await complete(true);
    expect(found.slice(0, 2)).toEqual(['one', 'two'].map((name) => ({ package: 'scene', kind: 'requires', dependency: '/usr/bin/node', provider: 'interpreters', cause: `/usr/bin/${name}`, isKept: true })));
  });

  it.each<readonly [unknown, readonly string[], readonly string[]]>([
    [false, [], []],
    [{ requires: false }, [], ['pkgconfig(foo) = 1']],
    [{ provides: false }, ['/usr/bin/node', '/usr/bin/pkg-config', 'pkgconfig(bar)'], []],
    [{ requires: { exclude: ['/usr/bin/*'] } }, ['pkgconfig(bar)'], ['pkgconfig(foo) = 1']],
    [{ requires: { excludeFrom: ['/usr/lib64/*.pc'] }, provides: { exclude: ['pkgconfig(foo)'] } }, ['/usr/bin/node'], []],
    [{ requires: { excludeFrom: ['/usr/bin/one'] } }, ['/usr/bin/node', '/usr/bin/pkg-config', 'pkgconfig(bar)'], ['pkgconfig(foo) = 1']],
    [{ requires: { exclude: ['pkgconfig.bar.'] } }, ['/usr/bin/node', '/usr/bin/pkg-config', 'pkgconfig(bar)'], ['pkgconfig(foo) = 1']],
  ])('leaves out what %j says', async (automatic, requires, provides) => {
    expect(await complete(automatic)).toMatchObject({ requires, provides });
  });

  it('does not add what the author wrote, and says that it is there already', async () => {
    const scene = sceneOf(files.slice(0, 1));
    const written = { ...scene, spec: { ...scene.spec, dependencies: { requires: [{ name: '/usr/bin/node' }] } } };
    const { spec, found } = await completePackage(written, automaticOf(true));
    expect(spec.dependencies?.requires).toEqual([{ name: '/usr/bin/node' }]);
    expect(found).toMatchObject([{ isKept: false }]);
  });
});
