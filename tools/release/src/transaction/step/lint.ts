import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalDigest, canonicalJson } from '@bigpanda/release-model';
import { judgePackages } from '../../pipeline/lint-packages.ts';
import { packageFolder, readPacked, requirePacked } from '../packed-files.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { replaceFileSynced } from '../synced-file.ts';

/** Findings by severity. */
export interface LintCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** Lints the packages; what was found lies beside each of them as `<package>.lint.json`. */
export const lintStep: ReleaseStep = {
  name: 'lint',
  title: 'Lint the packages',
  look: async (scene) => {
    const packed = await readPacked(scene);
    if (packed === undefined) return undefined;
    const texts = await Promise.all(packed.map(({ file }) => readFile(resultFile(scene, file), 'utf8').catch(() => undefined)));
    return texts.includes(undefined) ? undefined : canonicalDigest(texts);
  },
  act: async (scene) => {
    const packed = await requirePacked(scene);
    const { root } = await scene.workspace();
    const findings = await judgePackages({ root, packages: packed.map(({ file }) => ({ file: join(packageFolder(scene), file) })) }, scene.context);
    for (const { file } of packed) {
      // Neither the folder of this release nor a fingerprint that is made from it belongs into what is kept.
      const own = findings.filter((finding) => basename(finding.file) === file).map(({ rule, severity, message }) => ({ rule, severity, message }));
      replaceFileSynced(resultFile(scene, file), canonicalJson({ package: file, findings: own }));
    }
  },
};

/** How much was found, in all packages. */
export async function countLint(scene: ReleaseScene): Promise<LintCounts> {
  const found = await Promise.all((await requirePacked(scene)).map(async ({ file }) => JSON.parse(await readFile(resultFile(scene, file), 'utf8')) as { readonly findings: readonly { readonly severity: string }[] }));
  const count = (severity: string): number => found.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('note') };
}

function resultFile(scene: ReleaseScene, file: string): string {
  return join(packageFolder(scene), `${file}.lint.json`);
}
