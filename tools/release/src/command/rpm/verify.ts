import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { listChecks, type RpmCheck } from '@bigpanda/rpm-format';
import type { Context } from '../../context.ts';
import { doEach, throwFailures } from '../../rpm-file/each-file.ts';
import { readHead } from '../../rpm-file/head.ts';
import { listSignatures, type FoundSignature } from '../../rpm-file/signatures.ts';
import { nobodyTrusted, openTrust, type Trust } from '../../rpm-file/trust.ts';
import { renderChecks, type VerifiedFile } from '../../view/rpm/checks.ts';

interface VerifyOptions {
  readonly key?: readonly string[];
  readonly rpmKeys?: true;
  readonly signature: boolean;
  readonly json?: true;
}

export function addVerifyCommand(rpm: Command, context: Context): void {
  rpm
    .command('verify')
    .description('Check every size, digest and signature of RPM files and say each; ends with status 3 when one is refused')
    .argument('<file...>', 'RPM files, binary or source')
    .option('--key <file>', 'armored public keys that are trusted, may be repeated (default: those of the workspace, where there is one)', collect)
    .option('--rpm-keys', 'trust the keys that rpm has imported')
    .option('--no-signature', 'be content with sizes and digests: signatures are listed, not checked')
    .option('--json', 'print every check as JSON')
    .action(async (files: readonly string[], options: VerifyOptions) => {
      const trust = options.signature ? await openTrust(context, options) : nobodyTrusted;
      const { results, failures } = await doEach(files, (file) => verifyFile(resolve(context.workingFolder, file), { file, trust, needsSignature: options.signature }));
      context.write(options.json === true ? canonicalJson({ packages: results }) : results.map(renderChecks).join('\n'));
      const refused = results.filter(({ isGood }) => !isGood);
      if (refused.length > 0) throwFailures(context, [...failures, refuse(refused, { count: files.length, trust })]);
      throwFailures(context, failures);
    });
}

function collect(value: string, others: readonly string[] = []): readonly string[] {
  return [...others, value];
}

interface Wanted {
  /** Path as it was given. */
  readonly file: string;
  readonly trust: Trust;
  readonly needsSignature: boolean;
}

async function verifyFile(path: string, { file, trust, needsSignature }: Wanted): Promise<VerifiedFile> {
  const signatures = await findSignatures(path);
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    const checks = (await listChecks(stream, { verify: trust.judge, readContents: true })).map((check) => (needsSignature ? check : excuseSignature(check)));
    return {
      file,
      isGood: checks.every(({ problem }) => problem === undefined),
      checks: checks.map(({ name, outcome, detail, problem }) => ({ name, outcome, detail, ...(problem === undefined ? {} : { code: problem.code }) })),
      signatures,
    };
  } finally {
    stream.destroy();
  }
}

/** What a signature says is still told, and no reason to refuse. */
function excuseSignature(check: RpmCheck): RpmCheck {
  if (check.problem?.code !== 'SIGNATURE_WRONG' && check.problem?.code !== 'SIGNATURE_MISSING') return check;
  return { name: check.name, outcome: check.outcome === 'wrong' ? 'skipped' : check.outcome, detail: check.detail };
}

/** None where the file is no package: the checks say so. */
async function findSignatures(path: string): Promise<readonly FoundSignature[]> {
  try {
    return listSignatures(await readHead('/', path));
  } catch (error) {
    if (error instanceof ReleaseError) return [];
    throw error;
  }
}

function refuse(refused: readonly VerifiedFile[], { count, trust }: { readonly count: number; readonly trust: Trust }): ReleaseError {
  const codes = new Set(refused.flatMap(({ checks }) => checks.flatMap(({ code }) => code ?? [])));
  const names = refused.slice(0, 3).map(({ file }) => `"${file}"`).join(', ');
  return new ReleaseError('RPM_REFUSED', `verify RPM files: ${refused.length} of ${count} refused: ${names}${refused.length > 3 ? ' and more' : ''}`, { exitStatus: 3, hint: chooseHint(codes, trust) });
}

function chooseHint(codes: ReadonlySet<string>, trust: Trust): string {
  const onlySignatures = [...codes].every((code) => code.startsWith('SIGNATURE_'));
  if (onlySignatures && trust.sources.length === 0) return 'Name a public key that you trust with --key FILE, or be content with digests: --no-signature.';
  if (onlySignatures && !codes.has('SIGNATURE_WRONG')) return 'Take a signed package, or be content with digests: --no-signature.';
  if (onlySignatures) return 'Install it only if you know the key that signed it; name that key with --key FILE.';
  return 'Fetch the file again from where it was published; do not install it.';
}
