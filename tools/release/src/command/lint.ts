import { readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model';
import type * as lintModule from '@bigpanda/lint/run';
import type { Finding, LintRequest, LintResult, RunFacts } from '@bigpanda/lint/run';
import { cacheFolder } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { readTopLevel } from '../configuration.ts';
import { collect } from '../repeated-option.ts';

interface LintOptions {
  readonly format?: readonly string[];
  readonly json?: true;
  readonly fix?: true;
  readonly since?: string;
  readonly rpm?: readonly string[];
  readonly updateBaseline?: true;
  readonly force?: true;
  readonly cache: boolean;
  readonly explain?: string;
}

type Lint = typeof lintModule;

/** A report that was asked for, and where it goes; to standard output when there is no file. */
interface WantedReport {
  readonly format: string;
  readonly file?: string;
}

export function defineLintCommand(command: Command, context: Context): void {
  command
    .argument('[project...]', 'folders of projects, such as packages/server')
    .option('--format <name[:file]>', 'a report: terminal, sarif, junit, code-quality, github or json, to a file or standard output; may be repeated', collect)
    .option('--json', 'the same as --format json')
    .option('--fix', 'write the fixes that there are')
    .option('--since <ref>', 'only files that changed since this branch left another, whole, and its commits')
    .option('--rpm <path>', 'also these RPM files, or those of a folder; may be repeated', collect)
    .option('--update-baseline', 'take what is not found any more out of lint-baseline.json')
    .option('--force', 'with --update-baseline: accept everything that is found now')
    .option('--explain <rule>', 'tell what a rule asks for, and lint nothing')
    .option('--no-cache', 'remember nothing, and judge everything')
    .action(async (projects: readonly string[], options: LintOptions) => {
      // What no other command should wait for.
      const lint = await import('@bigpanda/lint/run');
      if (options.explain !== undefined) {
        context.write(`${await explain(lint, options.explain)}\n`);
        return;
      }
      const reports = readReports(options, lint.reporterNames);
      const started = context.now().getTime();
      const request: LintRequest = {
        root: await readTopLevel(context.workingFolder).catch(() => context.workingFolder),
        ...(projects.length === 0 ? {} : { projects }),
        ...(options.since === undefined ? {} : { since: options.since }),
        ...(options.cache ? { cacheFolder: cacheFolder(context, 'lint') } : {}),
        rpms: await listRpms((options.rpm ?? []).map((path) => resolve(context.workingFolder, path))),
        programPath: context.env['PATH'] ?? '',
        signal: context.signal,
      };
      const { findings, facts } = await runLint(lint, { request, options, context });
      const seconds = (context.now().getTime() - started) / 1000;
      await writeReports(reports, (report) => writeReport(lint, { report, findings, facts: { ...facts, seconds }, context }));
      const { errors } = lint.countFindings(findings);
      if (errors > 0) throw new ReleaseError('LINT_FAILED', `lint: ${errors} ${errors === 1 ? 'error' : 'errors'}`, { hint: 'Correct what is listed above; bigpanda lint --explain RULE tells what a rule asks for.' });
    });
}

async function explain(lint: Lint, rule: string): Promise<string> {
  const text = await lint.explainRule(rule);
  if (text === undefined) throw new ReleaseError('LINT_RULE_UNKNOWN', `explain a rule: there is none called "${rule}"`, { exitStatus: 2, hint: 'Name it as findings do, such as shell/eval.' });
  return text;
}

/** What `name` or `name:file` ask for. */
function readReports({ format = [], json }: LintOptions, known: readonly string[]): readonly WantedReport[] {
  const written = [...format, ...(json === true ? ['json'] : [])];
  const reports = (written.length === 0 ? ['terminal'] : written).map((text): WantedReport => {
    const [name = '', ...rest] = text.split(':');
    const file = rest.join(':');
    return file === '' ? { format: name } : { format: name, file };
  });
  const unknown = reports.find((report) => !known.includes(report.format));
  if (unknown !== undefined) throw new ReleaseError('LINT_FORMAT_UNKNOWN', `choose a report: there is none called "${unknown.format}"`, { exitStatus: 2, hint: `Name one of ${known.join(', ')}.` });
  if (reports.filter(({ file }) => file === undefined).length > 1) {
    throw new ReleaseError('LINT_FORMAT_UNKNOWN', 'write the reports: more than one would go to standard output', { exitStatus: 2, hint: 'Give all but one a file, such as --format sarif:lint.sarif.' });
  }
  return reports;
}

interface LintJob {
  readonly request: LintRequest;
  readonly options: LintOptions;
  readonly context: Context;
}

async function runLint(lint: Lint, { request, options, context }: LintJob): Promise<LintResult> {
  if (options.force === true && options.updateBaseline !== true) throw new ReleaseError('LINT_FORCE_ALONE', 'force: nothing but --update-baseline can be forced', { exitStatus: 2, hint: 'Add --update-baseline, or leave --force out.' });
  if (options.fix === true) {
    const { fixed, ...result } = await lint.fixWorkspace(request);
    context.writeError(`fixed: ${fixed.length === 0 ? 'nothing' : fixed.join(', ')}\n`);
    if (options.updateBaseline !== true) return result;
  }
  if (options.updateBaseline !== true) return lint.runLint(request);
  const { before, after, ...result } = await lint.updateBaseline(request, { isForced: options.force === true });
  context.writeError(`baseline: ${before} accepted before, ${after} now\n`);
  return result;
}

/** RPM files, and those directly in folders. */
async function listRpms(paths: readonly string[]): Promise<readonly string[]> {
  const listed = await Promise.all(paths.map(async (path) => {
    if (!(await stat(path)).isDirectory()) return [path];
    return (await readdir(path)).filter((name) => name.endsWith('.rpm')).toSorted().map((name) => join(path, name));
  }));
  return listed.flat();
}

interface ReportJob {
  readonly report: WantedReport;
  readonly findings: readonly Finding[];
  readonly facts: RunFacts;
  readonly context: Context;
}

/** Writes each report; one that cannot be written fails the command after the others are. */
async function writeReports(reports: readonly WantedReport[], write: (report: WantedReport) => Promise<void>): Promise<void> {
  const written = await Promise.allSettled(reports.map(write));
  const failed = written.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function writeReport(lint: Lint, { report, findings, facts, context }: ReportJob): Promise<void> {
  const { colours: colour, columns } = context;
  const view = report.file === undefined ? { colour, facts, ...(columns === undefined ? {} : { columns }) } : { facts };
  const text = lint.findReporter(report.format)?.(findings, view) ?? '';
  const ended = text === '' ? '' : `${text}\n`;
  if (report.file === undefined) context.write(ended);
  else await writeFile(resolve(context.workingFolder, report.file), ended);
}
