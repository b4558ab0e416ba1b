import type { Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { readTopLevel } from '../workspace.ts';

export function addLintCommand(program: Command, context: Context): void {
  program
    .command('lint')
    .description('Lint the workspace, or the project folders that are named')
    .argument('[project...]', 'folders of projects, such as packages/server')
    .option('--json', 'print the findings as JSON')
    .action(async (projects: readonly string[], options: { readonly json?: true }) => {
      // ESLint and TypeScript take a second to load, which no other command should wait for.
      const { lintWorkspace, renderJson, renderTerminal } = await import('@bigpanda/lint');
      const root = await readTopLevel(context.workingFolder);
      const findings = await lintWorkspace({ root, ...(projects.length === 0 ? {} : { projects }) });
      context.write(`${options.json === true ? renderJson(findings) : renderTerminal(findings)}\n`);
      const errors = findings.filter((finding) => finding.severity === 'error').length;
      if (errors > 0) throw new ReleaseError('LINT_FAILED', `lint: ${errors} ${errors === 1 ? 'error' : 'errors'}`, { hint: 'Correct what is listed above.' });
    });
}
