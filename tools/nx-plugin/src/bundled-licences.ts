import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from './bundled-packages.ts';

/** File names under which npm packages carry their licences. */
export const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * The licences of the npm packages whose files are in a bundle: for each, sorted by name, its version, SPDX expression and texts.
 * @param inputs paths below the workspace, as esbuild's metafile lists them
 */
export async function renderLicences(workspaceRoot: string, inputs: readonly string[]): Promise<string> {
  const folders = [...new Set(inputs.flatMap((path) => packageFolder(path) ?? []))].sort();
  const sections = await Promise.all(folders.map((folder) => renderPackage(join(workspaceRoot, folder))));
  const title = sections.length === 0 ? 'No third-party packages are bundled.' : 'Third-party packages that are bundled:';
  return [title, ...sections].join('\n\n');
}

async function renderPackage(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const heading = `${String(name)} ${String(version)} (${typeof license === 'string' ? license : 'see its text'})`;
  return [heading, '='.repeat(heading.length), ...texts.map((text) => text.replaceAll('\r\n', '\n').trim())].join('\n');
}
