import { spawnSync } from 'node:child_process';
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
const countsFile = join(folder, 'counts.json');
const filters = process.argv.slice(2);

/** What `npm test` does, in order. Every stage runs though one before it failed, so that one run tells all. */
const stages: readonly { readonly title: string; readonly run: () => Counts }[] = [
  { title: 'System programs that tests call', run: () => check(provision(process.env)) },
  { title: 'Lint', run: () => program(['tools/release/src/main.ts', 'lint']) },
  { title: 'Types', run: () => program(['ci/typecheck.ts']) },
  { title: 'Unit, integration and e2e tests', run: runVitest },
];

const results = stages.map(({ title, run }) => {
  process.stdout.write(`\n== ${title}\n`);
  const counts = run();
  process.stdout.write(`== ${title}: ${counts.failed === 0 ? 'good' : 'FAILED'}\n`);
  return counts;
});
rmSync(folder, { recursive: true, force: true });
const total = results.reduce((sum, counts) => ({ passed: sum.passed + counts.passed, failed: sum.failed + counts.failed, skipped: sum.skipped + counts.skipped }));
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

function runVitest(): Counts {
  const env = { ...process.env, BIGPANDA_TEST_COUNTS: countsFile };
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...filters], { stdio: 'inherit', env });
  const counts = readCounts();
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** No counts means that the runner itself died. */
function readCounts(): Counts {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
