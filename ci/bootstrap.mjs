// Plain JavaScript for any Node >= 20: installs what the lock file names when it changed, then hands over to Node 24.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const marker = join(root, 'node_modules', '.bigpanda-installed');
const wantedMajor = 24;

/** What each first word stands for: a module of ours, or a program that was installed. */
const verbs = {
  bigpanda: ['tools/release/bin/bigpanda.mjs'],
  lint: ['tools/release/bin/bigpanda.mjs', 'lint'],
  typecheck: ['ci/typecheck.ts'],
  demo: ['e2e/demo-data/main.ts'],
  screenshots: ['e2e/browser/screenshots.ts'],
  test: ['ci/test.ts'],
  generate: ['ci/generate.ts'],
  campaign: ['ci/campaign.ts'],
  'npm-package': ['ci/npm-package.ts'],
  bench: ['bench/src/main.ts'],
};

const [verb = '', ...rest] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  if (!(verb in verbs)) return fail(`run a part of the workspace: "${verb}" is not one of ${Object.keys(verbs).join(', ')}`, 'Use an npm script, such as npm start.');
  if (Number(process.versions.node.split('.')[0]) < 20) return fail(`start: Node ${process.versions.node} is too old, wanted >= 20`, 'Install Node 20 or newer.');
  const installed = await install();
  if (installed !== 0) return installed;
  const node = findNode();
  if (node === undefined) {
    return fail(`start: no Node ${wantedMajor} for ${process.platform} ${process.arch} comes with the workspace, and this is Node ${process.versions.node}`, `Run it with Node ${wantedMajor} or newer.`);
  }
  return run(node, [...verbs[verb], ...rest]);
}

async function install() {
  const wanted = lockDigest();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return 0;
  const agent = process.env.npm_config_user_agent ?? '';
  if (agent.startsWith('npm/11.6.2 ')) return fail('install: npm 11.6.2 cannot read a lock file without download addresses', 'Install another npm: npm install --global npm@11.');
  process.stderr.write('Installing the npm packages of the lock file (once, about half a minute) ...\n');
  const npm = process.env.npm_execpath;
  const status = npm?.endsWith('.js') ? await run(process.execPath, [npm, 'ci']) : await run('npm', ['ci']);
  if (status !== 0) return fail(`install: npm ci ended with exit status ${status}`, 'Read the lines above. After adding or renaming a package of the workspace, run npm install and commit package-lock.json; else look at the network.');
  writeFileSync(marker, wanted);
  return 0;
}

function lockDigest() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json', '.npmrc']) hash.update(readFileSync(join(root, file))).update('\0');
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

function findNode() {
  const bundled = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(bundled)) return bundled;
  return Number(process.versions.node.split('.')[0]) >= wantedMajor ? process.execPath : undefined;
}

/** Runs a program in the workspace with our streams; a signal reaches it too, and we wait for it to tidy up. */
function run(program, args) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` };
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { if (signal !== 'SIGINT') child.kill(signal); });
    child.on('error', (error) => { resolve(fail(`run "${program}": ${error.message}`, 'Run npm ci, then try again.')); });
    child.on('exit', (code, signal) => { resolve(code ?? 128 + (constants.signals[signal] ?? 0)); });
  });
}

function fail(message, hint) {
  process.stderr.write(`error: ${message}\n  hint: ${hint}\n`);
  return 1;
}
