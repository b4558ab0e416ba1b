import type { ExecutorContext } from '@nx/devkit';
import { lintWorkspace, renderTerminal } from '@bigpanda/lint';

/** Nx executor: lints the project it is called for. */
export async function lintProject(_options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const root = context.projectsConfigurations.projects[context.projectName ?? '']?.root;
  if (root === undefined) return { success: false };
  const findings = await lintWorkspace({ root: context.root, projects: [root] });
  if (findings.length > 0) process.stderr.write(`${renderTerminal(findings)}\n`);
  return { success: findings.every((finding) => finding.severity !== 'error') };
}
