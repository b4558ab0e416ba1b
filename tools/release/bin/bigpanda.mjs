#!/usr/bin/env node
// Plain JavaScript: where it is published it runs what was built; in the workspace, with any Node >= 20, it hands over to the Node 24 there.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.url);
const built = new URL('../dist/main.js', import.meta.url);
const bundled = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (existsSync(built)) {
  if (major > 22 || (major === 22 && minor >= 15)) await start(built);
  else fail('wanted >= 22.15', 'Install a newer Node.js, for example with dnf module install nodejs:22.');
} else if (major >= 24) {
  await start(new URL('../src/main.ts', import.meta.url));
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both, which counts once; whoever knows only this process sends it here.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => { process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0); });
} else {
  fail('wanted >= 24', 'Run npm start in the checkout once; it brings Node 24 along.');
}

function fail(wanted, hint) {
  process.stderr.write(`error: start bigpanda: this is Node ${process.versions.node}, ${wanted}\n  hint: ${hint}\n`);
  process.exitCode = 1;
}

async function start(program) {
  keepCompiledCode();
  await import(program);
}

/**
 * Later runs need not strip and compile the sources again; Node keeps what it compiled by path and content, and does without where it cannot write.
 * Each command has a folder of its own: some set flags of V8, which takes nothing that was compiled with others, and would push each other's out.
 */
function keepCompiledCode() {
  const { XDG_CACHE_HOME: given, HOME: home } = process.env;
  const base = given && isAbsolute(given) ? given : home && join(home, '.cache');
  const [command = ''] = process.argv.slice(2);
  if (base) module.enableCompileCache(join(base, 'bigpanda', 'compiled', /^[a-z-]{1,20}$/.test(command) ? command : 'other'));
}
