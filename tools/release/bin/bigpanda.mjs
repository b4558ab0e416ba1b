#!/usr/bin/env node
// Plain JavaScript for any Node >= 20: hands over to the Node 24 of the workspace.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.url);
const bundled = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const cache = findCache();
  // Later runs need not strip and compile the sources again; Node keeps what it compiled by path and content, and does without where it cannot write.
  if (cache !== undefined) module.enableCompileCache(join(cache, 'compiled'));
  const { chooseProgram } = await import('../src/program/choose-program.ts');
  await import(await chooseProgram(process.argv[2], cache && join(cache, 'program')));
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { if (signal !== 'SIGINT') child.kill(signal); });
  child.on('exit', (code, signal) => { process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0); });
} else {
  process.stderr.write(`error: start bigpanda: this is Node ${process.versions.node}, wanted >= 24\n  hint: Run npm start in the checkout once; it brings Node 24 along.\n`);
  process.exitCode = 1;
}

function findCache() {
  const { XDG_CACHE_HOME: given, HOME: home } = process.env;
  const base = given && isAbsolute(given) ? given : home && join(home, '.cache');
  return base ? join(base, 'bigpanda') : undefined;
}
