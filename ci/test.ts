import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provision } from './provision.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bigpanda-test-'));
const filters = process.argv.slice(2);

/** What `npm test` does, in order. Every stage runs though one before it failed, so that one run tells all. */
const stages: readonly { readonly title: string; readonly run: () => Counts | Promise<Counts> }[] = [
  { title: 'System programs that tests call', run: () => check(provision(process.env)) },
  { title: 'Lint', run: () => program(['tools/release/src/main.ts', 'lint']) },
  { title: 'Types', run: () => program(['ci/typecheck.ts']) },
  // Those of e2e run one after the other and often wait: the others use what time of processors they leave.
  { title: 'Unit, integration and e2e tests', run: async () => add(...await Promise.all([runVitest('unit', 'inherit'), runVitest('e2e', 'pipe')])) },
];

const results: Counts[] = [];
for (const { title, run } of stages) {
  process.stdout.write(`\n== ${title}\n`);
  const counts = await run();
  process.stdout.write(`== ${title}: ${counts.failed === 0 ? 'good' : 'FAILED'}\n`);
  results.push(counts);
}
rmSync(folder, { recursive: true, force: true });
const total = add(...results);
const skippedInCi = process.env['CI'] !== undefined && total.skipped > 0;
if (skippedInCi) process.stdout.write('In CI nothing may be skipped.\n');
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || skippedInCi ? 1 : 0;

function check(good: boolean): Counts {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

function program(args: readonly string[]): Counts {
  return check(spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0);
}

/** Runs one project of vitest; what comes through a pipe is written once it has ended, because two at a time would be mixed up. */
async function runVitest(project: string, output: 'inherit' | 'pipe'): Promise<Counts> {
  const countsFile = join(folder, `${project}.json`);
  const env = { ...process.env, BIGPANDA_TEST_COUNTS: countsFile };
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests', ...filters], { stdio: ['ignore', output, output], env });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => { child.on('error', reject).on('close', resolve); });
  process.stdout.write(Buffer.concat(said));
  const counts = readCounts(countsFile);
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function add(...all: readonly Counts[]): Counts {
  return all.reduce((sum, { passed, failed, skipped }) => ({ passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }));
}

/** No counts means that the runner itself died. */
function readCounts(countsFile: string): Counts {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
