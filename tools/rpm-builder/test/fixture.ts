import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rpmDescriptionSchema, type RpmDescription } from '@bigpanda/release-model';
import type { PackInput } from '@bigpanda/rpm-builder';

/** A new folder that disappears with the scope. */
export async function makeFolder(): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rpm-builder-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end; output and errors together, in the C locale and UTC. */
export function run(program: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const result = spawnSync(program, parameters, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...environment } });
  if (result.error !== undefined) throw result.error;
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

/** What a program prints when it succeeds. */
export function print(program: string, parameters: readonly string[]): string {
  const { status, output } = run(program, parameters);
  if (status !== 0) throw new Error(`run ${program}: status ${status}: ${output}`);
  return output;
}

/** A component with a user, a unit, tmpfiles and a sub-package that owns files of the user. */
export const sampleDescription: RpmDescription = rpmDescriptionSchema.parse({
  name: 'sample-server',
  summary: 'Sample of a server',
  description: 'A server that serves nothing.',
  license: 'Apache-2.0',
  url: 'https://sample.invalid/',
  requires: ['nodejs(engine) >= 22.13', 'sample-server-dialect'],
  provides: ['sample-contract = 1'],
  contents: [
    { source: 'dist/bundle/server.mjs', destination: '/usr/lib/sample-server/server.mjs' },
    { source: 'dist/static', destination: '/usr/lib/sample-server/static' },
    { source: 'bin/sample', destination: '/usr/bin/sample', mode: '0755' },
    { source: 'etc/server.toml', destination: '/etc/sample/server.toml', type: 'noreplace', mode: '0640', group: 'sample' },
    { source: 'etc/tmpfiles.conf', destination: '/usr/lib/tmpfiles.d/sample-server.conf' },
    { source: 'README.md', destination: '/usr/share/doc/sample-server/README.md', type: 'doc' },
    { destination: '/var/lib/sample', type: 'dir', owner: 'sample', group: 'sample', mode: '0750' },
    { destination: '/var/log/sample/server.log', type: 'ghost', owner: 'sample', group: 'sample' },
    { destination: '/usr/bin/sample-too', type: 'symlink', target: 'sample' },
  ],
  units: [{ source: 'units/sample.service' }, { source: 'units/sample-clean.service', restart: false }],
  users: [{ name: 'sample', description: "Sample's server", home: '/var/lib/sample' }],
  scriptlets: { post: 'echo installed' },
  subpackages: [
    {
      name: 'sample-server-sqlite',
      summary: 'SQLite for the sample server',
      description: 'The SQLite dialect.',
      requires: ['sample-server = %{version}-%{release}'],
      provides: ['sample-server-dialect'],
      contents: [
        { source: 'dist/bundle/sqlite.mjs', destination: '/usr/lib/sample-server/dialect/sqlite.mjs' },
        { source: 'dist/generated/sqlite.toml', destination: '/etc/sample/sqlite.toml', type: 'config', owner: 'sample' },
      ],
    },
    { name: 'sample-server-doc', summary: 'Words', description: 'Words.' },
  ],
});

const sampleFiles: Readonly<Record<string, string>> = {
  'dist/bundle/server.mjs': 'export {};\n',
  'dist/bundle/sqlite.mjs': 'export const dialect = "sqlite";\n',
  'dist/static/style.css': 'body {}\n',
  'dist/static/img/logo.svg': '<svg/>\n',
  'bin/sample': '#!/bin/sh\nexit 0\n',
  'etc/server.toml': 'port = 1\n',
  'etc/tmpfiles.conf': 'd /run/sample 0755 sample sample -\n',
  'README.md': '# Sample\n',
  'units/sample.service': '[Service]\nExecStart=/usr/bin/sample\nUser=sample\n[Install]\nWantedBy=multi-user.target\n',
  'units/sample-clean.service': '[Service]\nExecStart=/usr/bin/sample\nType=oneshot\n',
};

/** Writes the component's files below a folder. */
export async function writeComponent(root: string): Promise<void> {
  for (const [path, text] of Object.entries(sampleFiles)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** What to pack, from a folder that `writeComponent` filled. */
export function sampleInput(componentRoot: string): PackInput {
  return {
    description: sampleDescription,
    componentRoot,
    version: '0.1.0',
    release: '1.el9',
    target: { name: 'el9', payload: { codec: 'zstd', level: 9 } },
    timeSeconds: 1_700_000_000,
    commit: '0123456789abcdef0123456789abcdef01234567',
    vendor: 'Sample',
    vcsUrl: 'https://sample.invalid/repository',
    distUrl: 'https://packages.sample.invalid/sample',
    licenceText: Buffer.from('Licence\n'),
    extraFiles: new Map([['dist/generated/sqlite.toml', Buffer.from('file = "a"\n')]]),
    changelog: [{ timeSeconds: 1_700_000_000, author: 'Ada <ada@sample.invalid> - 0.1.0-1.el9', text: '- first' }],
  };
}
