import { ReleaseError } from '@bigpanda/release-model';
import { planExtraction, type ExtractionPlan } from '@bigpanda/rpm-format';
import { explainFormat, readHead } from '../rpm-file/head.ts';
import { fillFolder } from './target-folder.ts';
import { unpack } from './unpacking.ts';

export interface ExtractionChoice {
  /** Absolute path of the RPM file. */
  readonly path: string;
  /** Whether files that cannot be made safely are left out instead of refusing the package. */
  readonly isPartial: boolean;
}

/**
 * How a package is unpacked: absolute symlinks point to the same place below the target, ghosts are left out.
 * @throws ReleaseError `RPM_INVALID`, `EXTRACTION_REFUSED` with every path that would leave the target, exit status 3
 */
export async function planPackage({ path, isPartial }: ExtractionChoice): Promise<ExtractionPlan> {
  const { files } = await readHead('/', path);
  const plan = planExtraction(files, { rebaseLinks: true });
  if (plan.refusals.length > 0 && !isPartial) {
    const shown = plan.refusals.slice(0, 10).map((refusal) => `\n  ${JSON.stringify(refusal.path)}: ${refusal.reason}`);
    throw new ReleaseError('EXTRACTION_REFUSED', `extract "${path}": ${plan.refusals.length} files are refused${shown.join('')}`, { exitStatus: 3, hint: 'Leave these out and extract the rest with --partial.' });
  }
  return plan;
}

export interface Extraction extends ExtractionPlan {
  /** Absolute path of the RPM file. */
  readonly path: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly mayHoldFiles: boolean;
  readonly signal: AbortSignal;
}

/** Unpacks a package as planned; when it fails, the folder is as it was. */
export async function extractPackage({ path, folder, steps, mayHoldFiles, signal }: Extraction): Promise<void> {
  try {
    await fillFolder({ folder, steps, mayHoldFiles, fill: (beside) => unpack({ path, folder: beside, steps, signal }) });
  } catch (error) {
    throw explainFormat(error, path);
  }
}
