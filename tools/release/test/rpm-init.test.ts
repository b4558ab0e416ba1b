import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseRpmDescription } from '@bigpanda/release-model';
import { print } from '@bigpanda/rpm-format/testing';
import { runCommand, type CommandRun } from './command-run.ts';

const mitText = 'MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n';
let top = '';
beforeEach(() => { top = mkdtempSync(join(tmpdir(), 'release-test-')); });
afterEach(() => { rmSync(top, { recursive: true, force: true }); });

/** A git repository that is not this workspace. */
class Newcomer {
  readonly folder: string;

  constructor(name: string, files: Readonly<Record<string, string>>) {
    this.folder = join(top, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
      if (text.startsWith('#!')) chmodSync(join(this.folder, path), 0o755);
    }
    this.git('init', '-q');
    this.commit();
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@panda.test', ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  commit(): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'feat: change');
  }

  run(...args: readonly string[]): Promise<CommandRun> {
    return runCommand(args, { workingFolder: this.folder, env: { PATH: process.env['PATH'], HOME: top, BIGPANDA_KEY_FILE: join(top, 'key.asc'), BIGPANDA_KEY_CREATE: '1' } });
  }

  /** From a folder without rpm.json to one package that is installed, as a newcomer would. */
  async pack(): Promise<string> {
    const init = await this.run('rpm', 'init');
    expect([init.status, init.stdout], init.stderr).toEqual([0, expect.stringMatching(/^Wrote ".*rpm\.json"\. Read it, commit it, and pack it: bigpanda rpm build /)]);
    this.commit();
    const lint = await this.run('lint', '--no-cache');
    expect(lint.stdout).toContain('no findings');
    const build = await this.run('rpm', 'build');
    expect(build.status, build.stderr).toBe(0);
    expect(this.git('status', '--short')).toBe('');
    const [file = '', ...others] = readdirSync(join(this.folder, 'build/rpms')).filter((name) => name.endsWith('.rpm'));
    expect(others).toEqual([]);
    print('rpm', ['--root', join(top, 'root'), '--dbpath', '/db', '-i', '--nodeps', '--noscripts', join(this.folder, 'build/rpms', file)]);
    return join(this.folder, 'build/rpms', file);
  }

  readDescription(): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.folder, 'rpm.json'), 'utf8')) as Record<string, unknown>;
  }
}

const nodeFiles = {
  'package.json': JSON.stringify({ name: '@demo/greeter', version: '1.0.0', description: 'greets people by name.', license: 'MIT', type: 'module', bin: { greet: 'src/main.js' }, repository: 'github:demo/greeter' }),
  'src/main.js': "#!/usr/bin/env node\nimport { word } from './word.js';\nconsole.log(word, process.argv[2]);\n",
  'src/word.js': "export const word = 'hello';\n",
  'packaging/greeter.service': '[Unit]\nDescription=Greets\n[Service]\nUser=greeter\nExecStart=/usr/bin/greet you\n[Install]\nWantedBy=multi-user.target\n',
  'greeter.toml': 'name = "you"\n',
  'README.md': '# Greeter\n\nGreets people. And more.\n',
  LICENSE: mitText,
};

const treeFiles = {
  'bin/sweep': '#!/bin/sh\nexec /usr/share/sweeper/lib/sweep.py "$@"\n',
  'lib/sweep.py': '#!/usr/bin/python3\nprint("swept")\n',
  'conf/sweeper.conf': 'depth = 3\n',
  'etc/cron.d/sweeper': '0 3 * * * root /usr/bin/sweep\n',
  'man/man1/sweep.1': '.TH SWEEP 1\n',
  README: 'Sweeper\n=======\n\nsweeps old files away. It asks nobody.\n',
  LICENSE: 'Apache License\n                           Version 2.0, January 2004\n',
};

const pythonFiles = {
  'setup.cfg': '[metadata]\nname = pilot-log\nversion = 0.3.1\ndescription = reads logs of pilots.\nlicense = Apache 2.0\nurl = https://panda.test/pilot-log\n\n[options]\npackages = find:\n\n[options.entry_points]\nconsole_scripts =\n  pilot-log = pilotlog.main:main\n',
  'setup.py': 'from setuptools import setup\nsetup()\n',
  'pilotlog/__init__.py': '',
  'pilotlog/main.py': 'def main():\n    print("read")\n',
  'etc/pilot-log.conf': 'depth = 1\n',
  LICENSE: mitText,
};

describe('bigpanda rpm init', () => {
  it('describes a Node project by its package.json, and what it wrote is linted, packed, installed and runs', async () => {
    const newcomer = new Newcomer('node', nodeFiles);
    const file = await newcomer.pack();
    expect(newcomer.readDescription()).toMatchObject({
      name: 'demo-greeter', summary: 'Greets people by name', license: 'MIT', url: 'https://github.com/demo/greeter',
      build: { bundles: [{ entry: 'src/main.js', output: 'greet.mjs' }] }, users: [{ name: 'greeter' }], units: ['packaging/greeter.service'],
    });
    expect(print(process.execPath, [join(top, 'root/usr/lib/demo-greeter/greet.mjs'), 'Ada'])).toBe('hello Ada\n');
    const listed = (await newcomer.run('rpm', 'files', file)).stdout;
    for (const path of ['/etc/demo-greeter/greeter.toml', '/usr/lib/systemd/system/greeter.service', '/usr/share/licenses/demo-greeter/LICENSE']) expect(listed).toContain(path);
    expect((await newcomer.run('rpm', 'verify', file)).status).toBe(0);
  });

  it('describes a tree of files by their places, names and first lines, and what it wrote is linted, packed and installed', async () => {
    const newcomer = new Newcomer('sweeper', treeFiles);
    newcomer.git('remote', 'add', 'origin', 'git@git.panda.test:tools/sweeper.git');
    const file = await newcomer.pack();
    expect(newcomer.readDescription()).toMatchObject({ name: 'sweeper', summary: 'Sweeps old files away', license: 'Apache-2.0', url: 'https://git.panda.test/tools/sweeper', requires: ['/usr/bin/python3'] });
    const listed = (await newcomer.run('rpm', 'files', '-l', file)).stdout;
    for (const line of [/-rwxr-xr-x .* \/usr\/bin\/sweep$/m, /-rw-r--r-- .* \/etc\/sweeper\/sweeper\.conf$/m, /-rwxr-xr-x .* \/usr\/share\/sweeper\/lib\/sweep\.py$/m, /\/usr\/share\/man\/man1\/sweep\.1$/m, /\/etc\/cron\.d\/sweeper$/m]) expect(listed).toMatch(line);
    expect((await newcomer.run('rpm', 'files', '--config', file)).stdout).toBe('/etc/cron.d/sweeper\n/etc/sweeper/sweeper.conf\n');
  });

  it('describes a Python project by its setup.cfg, and what it wrote is linted, packed and installed, and its modules run', async () => {
    const newcomer = new Newcomer('py', pythonFiles);
    const file = await newcomer.pack();
    expect(newcomer.readDescription()).toMatchObject({ name: 'pilot-log', summary: 'Reads logs of pilots', license: 'Apache-2.0', url: 'https://panda.test/pilot-log', build: { python: true } });
    const listed = (await newcomer.run('rpm', 'files', file)).stdout.split('\n');
    for (const path of ['/usr/bin/pilot-log', '/etc/pilot-log.conf', '/usr/lib/python3.9/site-packages/pilotlog/main.py']) expect(listed).toContain(path);
    const modules = join(top, 'root/usr/lib/python3.9/site-packages');
    expect(print('python3', ['-c', `import sys; sys.path.insert(0, ${JSON.stringify(modules)}); import pilotlog.main; pilotlog.main.main()`])).toBe('read\n');
  });

  it('says what each part was guessed from, prints with --dry-run and writes nothing, and never overwrites', async () => {
    const newcomer = new Newcomer('bare', { 'tool.sh': '#!/usr/bin/env bash\necho tool\n' });
    const dry = await newcomer.run('rpm', 'init', '--dry-run');
    expect(readdirSync(newcomer.folder).sort()).toEqual(['.git', 'tool.sh']);
    expect(parseRpmDescription(dry.stdout, 'rpm.json')).toMatchObject({ name: 'bare', license: 'LicenseRef-Unknown', url: 'https://example.org/bare' });
    for (const said of ['license    LicenseRef-Unknown (nothing says it: write the SPDX expression)', 'file       /usr/bin/tool (tool.sh: a program at the top or in bin)', '(its first line asks env for its interpreter: begin it with #!/usr/bin/bash)']) expect(dry.stderr).toContain(said);
    expect((await newcomer.run('rpm', 'init')).status).toBe(0);
    const again = await newcomer.run('rpm', 'init');
    expect([again.status, again.stderr]).toEqual([2, expect.stringMatching(/rpm\.json": it is there already\n {2}hint: /)]);
    const json = JSON.parse((await newcomer.run('rpm', 'init', '--dry-run', '--json')).stdout) as { readonly kind: string };
    expect(json.kind).toBe('tree of files');
  });
});

describe('bigpanda rpm build outside of a workspace', () => {
  it('says what to do without git, without an rpm.json and where a module is missing, and what else there is to choose', async () => {
    const newcomer = new Newcomer('node', nodeFiles);
    expect((await runCommand(['rpm', 'build'], { workingFolder: top, env: { PATH: process.env['PATH'] } })).stderr).toMatch(/not in a git repository[\s\S]*hint: /);
    expect((await newcomer.run('rpm', 'build')).stderr).toMatch(/no folder has an "rpm\.json"[\s\S]*hint: .*rpm init/);
    await newcomer.run('rpm', 'init');
    writeFileSync(join(newcomer.folder, 'src/word.js'), "export { word } from 'absent';\n");
    newcomer.commit();
    const broken = await newcomer.run('rpm', 'build');
    expect([broken.status, broken.stderr]).toEqual([1, expect.stringMatching(/build "demo-greeter": [\s\S]*absent[\s\S]*hint: .*npm install/)]);
    expect((await newcomer.run('rpm', 'build', '--target', 'el5')).status).toBe(2);
    expect((await newcomer.run('rpm', 'build', '--dry-run', '--target', 'el8')).stdout).toMatch(/demo-greeter-0\.1\.0~2\.g[0-9a-f]{10}-1\.el8\.noarch\.rpm/);
    expect((await newcomer.run('snapshot')).status).toBe(2);
  });
});
