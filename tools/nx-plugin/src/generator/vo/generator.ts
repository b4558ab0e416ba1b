import { generateFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { updateLockFile } from './lock-file.ts';
import { listTakenNames, voFolder } from './taken-names.ts';
import { checkVoName, checkVoTitle, type TakenNames } from './vo-name.ts';

export interface VoOptions {
  readonly name: string;
  readonly title?: string;
  /** Brings package-lock.json up to date after the files are written. */
  readonly lock?: boolean;
}

/**
 * Nx generator: writes the plug-in of a new VO below `packages/monitor-vo`.
 * @throws ReleaseError `VO_REFUSED` with everything that is wrong with the name and the title; then nothing is written
 */
export async function generateVo(tree: Tree, { name, title = name.toUpperCase(), lock = true }: VoOptions): Promise<GeneratorCallback> {
  refuseWrong({ name, title, taken: listTakenNames(tree) });
  const folder = `${voFolder}/${name}`;
  generateFiles(tree, join(import.meta.dirname, 'files'), folder, { name, title, quote: quoteText });
  return () => {
    if (lock) updateLockFile(tree.root);
    process.stdout.write(describeNext(name, lock));
  };
}

function refuseWrong({ name, title, taken }: { readonly name: string; readonly title: string; readonly taken: TakenNames }): void {
  const problems = [...checkVoName(name, taken), ...(checkVoName(name, taken).length > 0 && title === name.toUpperCase() ? [] : checkVoTitle(title))];
  if (problems.length === 0) return;
  const hint = 'Choose what the jobs of the VO have as VO; --title takes what people call it.';
  throw new ReleaseError('VO_REFUSED', `make a VO: ${problems.join('; ')}\n  hint: ${hint}`, { hint });
}

/** A text as TypeScript writes it. */
function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function describeNext(name: string, isLocked: boolean): string {
  return `
${voFolder}/${name} is a working plug-in. ${isLocked ? 'package-lock.json knows it.' : 'Run npm install, so that package-lock.json knows it.'}
  Test it    npx vitest run --project unit ${voFolder}/${name}
  See it     npm run demo, then http://127.0.0.1:8080/${name}/
  Its RPM    npx nx run bigpandamon-${name}:rpm
  Read on    ${voFolder}/${name}/README.md and docs/vo-author.md
Commit the folder together with package-lock.json.
`;
}
