import { describe, expect, it } from 'vitest';
import { compareManifests } from '@bigpanda/tagger';
import { makeManifest } from '@bigpanda/tagger/make-manifest';
import type { PackageFile, PackageSpec } from '@bigpanda/rpm-format';

function spec(change: Partial<PackageSpec> & { readonly files: readonly PackageFile[] }): PackageSpec {
  return { name: 'a', evr: { version: '0', release: '0' }, arch: 'noarch', summary: 'A', description: 'A.', license: 'MIT', sourceRpm: 'a.src.rpm', timeSeconds: 0, ...change };
}

function file(path: string, text: string): PackageFile {
  return { type: 'file', path, mode: 0o644, content: Buffer.from(text) };
}

const before = spec({
  files: [
    file('/etc/panda/a.toml', '[server]\nport = 1\nhost = "x"\n'),
    file('/usr/lib/a/main.mjs', 'app.get("/jobs", list);\napp.post("/jobs/new", add);\n'),
    file('/usr/lib/a/version.json', '{"version":"0.1.0"}'),
    file('/usr/lib/systemd/system/a.service', '[Unit]\n'),
    file('/usr/bin/a', '#!/bin/sh\n'),
  ],
  dependencies: { requires: [{ name: 'nodejs(engine)' }] },
});

describe('compareManifests', () => {
  it('finds nothing between equal payloads, whatever their version file says', async () => {
    const other = spec({ ...before, files: before.files.map((one) => (one.path.endsWith('version.json') ? file(one.path, '{"version":"9"}') : one)).reverse() });
    const [then, now] = await Promise.all([before, other].map((one) => makeManifest({ name: 'a', packages: [one], migrations: new Map() })));
    if (then === undefined || now === undefined) throw new Error('no manifest');
    expect(then).toEqual(now);
    expect(compareManifests(then, now)).toEqual([]);
  });

  it('weighs what a site loses as major, what it gains as minor and the rest as a patch, each with its file and line', async () => {
    const after = spec({
      files: [
        file('/etc/panda/a.toml', '[server]\nport = 1\ntls = true\n'),
        file('/usr/lib/a/main.mjs', 'app.get("/jobs", list);\napp.get("/sites", sites);\n'),
        file('/usr/bin/b', '#!/bin/sh\n'),
      ],
      dependencies: { requires: [{ name: 'nodejs(engine)' }, { name: 'openssl' }] },
      scriptlets: { post: { body: 'true' } },
    });
    const then = await makeManifest({ name: 'a', packages: [before], migrations: new Map() });
    const now = await makeManifest({ name: 'a', packages: [after], migrations: new Map([['store/migrations/002.ts', '']]) });
    expect(compareManifests(then, now).map(({ weight, summary, file: path, line }) => [weight, summary, path, line])).toEqual([
      ['major', '/usr/bin/a moved to /usr/bin/b', '/usr/bin/a', undefined],
      ['major', 'configuration a.toml server.host is gone', '/etc/panda/a.toml', 3],
      ['major', 'route /jobs/new is gone', '/usr/lib/a/main.mjs', 2],
      ['major', 'unit a.service is gone', '/usr/lib/systemd/system/a.service', undefined],
      ['minor', 'a now requires openssl', undefined, undefined],
      ['minor', 'configuration a.toml server.tls is new', '/etc/panda/a.toml', 3],
      ['minor', 'migration 002.ts is new', 'store/migrations/002.ts', undefined],
      ['minor', 'route /sites is new', '/usr/lib/a/main.mjs', 2],
      ['patch', '/usr/lib/systemd/system/a.service is gone', '/usr/lib/systemd/system/a.service', undefined],
      ['patch', '/etc/panda/a.toml changed: content', '/etc/panda/a.toml', undefined],
      ['patch', '/usr/lib/a/main.mjs changed: content', '/usr/lib/a/main.mjs', undefined],
      ['patch', 'scriptlet %post of a is new', undefined, undefined],
    ]);
  });
});
