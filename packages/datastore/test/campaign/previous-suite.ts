import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '../../../..');
const migrationList = 'packages/datastore/src/migrations/panda-migrations.ts';

/** Changes that a release must not make, as SQL. */
export const breakages = {
  'drop a column': ['alter table jobsactive4 drop column JOBNAME'],
  'rename a column': ['alter table jobs_statuslog rename column COMPUTINGSITE to SITE'],
  'add a column that must be filled': ['drop table metatable', 'create table metatable (PANDAID bigint not null primary key, MODIFICATIONTIME datetime not null, METADATA text, CHECKSUM varchar(32) not null)'],
} as const;

export type Breakage = keyof typeof breakages;

export interface PreviousSuiteReport {
  readonly failures: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  /** The commit whose code was run. */
  readonly commit: string;
}

/**
 * Runs the datastore's tests, with its code and PanDA's words, of the commit before the newest step of the schema, on
 * databases that all steps of today have made.
 * @param tests which tests, as vitest's `-t` takes it; all when empty
 * @param breakage a step that breaks the rule, after those of today: the tests must then fail
 */
export async function runPreviousSuite({ tests = '', breakage }: { readonly tests?: string; readonly breakage?: Breakage } = {}): Promise<PreviousSuiteReport> {
  const commit = findPreviousCommit();
  const root = mkdtempSync(join(tmpdir(), 'panda-previous-'));
  try {
    checkOut(commit, root);
    writeFileSync(join(root, migrationList), writeMigrations(breakage));
    const results = await runTests(root, tests);
    const all = results.testResults.flatMap((file) => file.assertionResults).filter(({ status }) => status === 'passed' || status === 'failed');
    if (all.length === 0) throw new Error(`run tests of ${commit}: none is named "${tests}"`);
    const failed = all.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ').split('\n', 1).join('')}`);
    return { commit, failures: failed, figures: { passed: all.filter(({ status }) => status === 'passed').length, failed: failed.length } };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The whole suite on every kind of database; and each breakage must be noticed. */
export async function campaign(): Promise<PreviousSuiteReport> {
  const kept = await runPreviousSuite();
  const failures = [...kept.failures];
  const figures: Record<string, number> = { ...kept.figures };
  for (const breakage of Object.keys(breakages) as Breakage[]) {
    const broken = await runPreviousSuite({ breakage });
    figures[`failed when told to ${breakage}`] = broken.failures.length;
    if (broken.failures.length === 0) failures.push(`nothing failed though the schema was told to ${breakage}`);
  }
  return { ...kept, failures, figures };
}

/** The commit before the newest change of the list of steps; the last one where the list is not committed yet. */
function findPreviousCommit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: workspace, encoding: 'utf8' }).trim();
  if (git('status', '--porcelain', '--', migrationList) !== '') return git('rev-parse', 'HEAD');
  if (git('rev-parse', '--is-shallow-repository') === 'true') throw new Error('find the code from before the newest step of the schema: this clone is shallow, deepen it with "git fetch --unshallow"');
  return git('rev-parse', `${git('log', '-1', '--format=%H', '--', migrationList)}^`);
}

/** The packages of a commit in a folder of their own, with the workspace's dependencies. */
function checkOut(commit: string, root: string): void {
  const archive = execFileSync('git', ['archive', commit, 'packages/datastore', 'packages/model'], { cwd: workspace, maxBuffer: 1 << 28 });
  execFileSync('tar', ['-x', '-C', root], { input: archive });
  const modules = join(workspace, 'node_modules');
  mkdirSync(join(root, 'node_modules/@bigpanda'), { recursive: true });
  for (const name of readdirSync(modules).filter((entry) => entry !== '@bigpanda' && !entry.startsWith('.'))) symlinkSync(join(modules, name), join(root, 'node_modules', name));
  for (const name of ['datastore', 'model']) symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@bigpanda', name));
}

/** A module that stands in for the list of steps of the commit: today's, and what breaks the rule. */
function writeMigrations(breakage: Breakage | undefined): string {
  const statements: readonly string[] = breakage === undefined ? [] : breakages[breakage];
  const broken = statements.length === 0 ? '' : `, { name: '9998-breakage', up: async (step) => { for (const text of ${JSON.stringify(statements)}) await sql.raw(text).execute(step.sql); } }`;
  return `${broken === '' ? '' : "import { sql } from 'kysely';\n"}import { pandaMigrations as today } from ${JSON.stringify(join(workspace, migrationList))};\nexport const pandaMigrations = [...today${broken}];\n`;
}

interface TestResults {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }[] }[];
}

/** The commit's own campaigns stay out: they want its history, and would run this one within itself. */
async function runTests(root: string, tests: string): Promise<TestResults> {
  const output = join(root, 'results.json');
  const args = ['run', '--root', root, '--pool', 'forks', '--testTimeout', '60000', '--hookTimeout', '120000', '--reporter', 'json', '--outputFile', output, '--exclude', '**/test/campaign/**', ...(tests === '' ? [] : ['-t', tests]), 'packages/datastore'];
  const child = spawn(process.execPath, [join(workspace, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'close');
  return JSON.parse(readFileSync(output, 'utf8')) as TestResults;
}
