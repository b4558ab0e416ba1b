import { rm } from 'node:fs/promises';
import { buildComponents, cacheFolder, choosePackager, makeIgnored, openSigning, packComponents, requireSound } from '@bigpanda/release';
import type { RpmPackage } from '@bigpanda/release-model';
import { openContext, type PluginContext } from './plugin-context.ts';
import { requireRelease } from './required-release.ts';
import { openProject, packageFolder, planRelease } from './plugin-project.ts';

const daySeconds = 86_400;

/** Step of semantic-release, before the tag: builds, packs, signs and lints, so that whatever fails fails while nothing is public. */
export async function prepare(options: unknown, context: PluginContext): Promise<void> {
  const [project, own, release] = [await openProject(options, context), openContext(context), requireRelease(context)];
  const { workspace } = project;
  const [signing, planned] = [await openSigning(workspace, own), await planRelease(project, release)];
  const folder = packageFolder(project);
  await rm(folder, { recursive: true, force: true });
  await makeIgnored(folder);
  await buildComponents({ workspace, planned: [planned], context: own, onLine: own.write });
  const changelogs = new Map([[planned.name, [{ timeSeconds: noonOf(planned.timeSeconds), author: `${workspace.config.vendor} - ${planned.version}-1`, text: listChanges(release.notes ?? '') }]]]);
  const packages: RpmPackage[] = [];
  for (const target of workspace.config.targets) packages.push(...await packComponents({ workspace, planned: [planned], packager: choosePackager(workspace, own), target, signing, changelogs, folder, cacheFolder: cacheFolder(own, 'frames'), signal: own.signal }));
  await requireSound({ root: workspace.root, packages }, own);
  for (const { file } of packages) own.write(`Packed ${file}`);
}

/** Noon, as rpmbuild has it (rpm, build/parseChangelog.c). */
function noonOf(timeSeconds: number): number {
  return Math.floor(timeSeconds / daySeconds) * daySeconds + daySeconds / 2;
}

/** The points of release notes as lines of `%changelog`. */
function listChanges(notes: string): string {
  const points = [...notes.matchAll(/^[*-] (.+)$/gm)].map(([, text = '']) => `- ${text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', '').trim()}`);
  return points.length === 0 ? '- Released' : points.join('\n');
}
