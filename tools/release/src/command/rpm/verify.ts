import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { listChecks, type RpmCheck } from '@bigpanda/rpm-format';
import type { PackageOrigin } from '../../attestation/origin-checks.ts';
import type { Context } from '../../context.ts';
import { collect } from '../../repeated-option.ts';
import { doEach, throwFailures } from '../../rpm-file/each-file.ts';
import { readHead, type RpmHead } from '../../rpm-file/head.ts';
import { findOrigin, openSurroundings, type Surroundings } from '../../rpm-file/origin.ts';
import { listSignatures } from '../../rpm-file/signatures.ts';
import { nobodyTrusted, openTrust, type Trust } from '../../rpm-file/trust.ts';
import { renderChecks, type VerifiedFile } from '../../view/rpm/checks.ts';

interface VerifyOptions {
  readonly key?: readonly string[];
  readonly rpmKeys?: true;
  readonly signature: boolean;
  readonly repo?: readonly string[];
  readonly requireProvenance?: true;
  readonly json?: true;
}

export function addVerifyCommand(rpm: Command, context: Context): void {
  rpm
    .command('verify')
    .description('Check every size, digest and signature of RPM files, and the provenance that leads from each back to its commit; ends with status 3 when one is refused')
    .argument('<file...>', 'RPM files, binary or source')
    .option('--key <file>', 'armored public keys that are trusted, may be repeated (default: those of the workspace, where there is one)', collect)
    .option('--rpm-keys', 'trust the keys that rpm has imported')
    .option('--no-signature', 'be content with sizes and digests: signatures are listed, not checked')
    .option('--repo <place>', 'folder or URL of a repository in which a provenance is looked for where none lies beside the file; may be repeated (default: build/repo of the workspace)', collect)
    .option('--require-provenance', 'refuse a package without a provenance')
    .option('--json', 'print every check as JSON')
    .action(async (files: readonly string[], options: VerifyOptions) => {
      const trust = options.signature ? await openTrust(context, options) : nobodyTrusted;
      const surroundings = await openSurroundings(context, options.repo);
      const { results, failures } = await doEach(files, (file) => verifyFile(resolve(context.workingFolder, file), { file, trust, needsSignature: options.signature, surroundings, needsProvenance: options.requireProvenance === true }));
      context.write(options.json === true ? canonicalJson({ packages: results }) : results.map(renderChecks).join('\n'));
      const refused = results.filter(({ isGood }) => !isGood);
      if (refused.length > 0) throwFailures(context, [...failures, refuse(refused, { count: files.length, trust })]);
      throwFailures(context, failures);
    });
}

interface Wanted {
  /** Path as it was given. */
  readonly file: string;
  readonly trust: Trust;
  readonly needsSignature: boolean;
  readonly surroundings: Surroundings;
  readonly needsProvenance: boolean;
}

async function verifyFile(path: string, { file, trust, needsSignature, surroundings, needsProvenance }: Wanted): Promise<VerifiedFile> {
  const head = await findHead(path);
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    const checks = (await listChecks(stream, { verify: trust.judge, readContents: true })).map((check) => (needsSignature ? check : excuseSignature(check)));
    const isSound = checks.every(({ problem }) => problem === undefined);
    // Where a damaged file is from says nothing of what is in it.
    const origin: PackageOrigin = head === undefined || !isSound ? { checks: [] } : await findOrigin(path, { head, judge: needsSignature ? trust.judge : undefined, needsProvenance, surroundings });
    return {
      file,
      isGood: isSound && origin.checks.every(({ code }) => code === undefined),
      checks: [...checks.map(({ name, outcome, detail, problem }) => ({ name, outcome, detail, ...(problem === undefined ? {} : { code: problem.code }) })), ...origin.checks],
      signatures: head === undefined ? [] : listSignatures(head),
      ...(origin.source === undefined ? {} : { source: origin.source }),
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

/** Absent where the file is no package: the checks say so. */
async function findHead(path: string): Promise<RpmHead | undefined> {
  try {
    return await readHead('/', path);
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}

function refuse(refused: readonly VerifiedFile[], { count, trust }: { readonly count: number; readonly trust: Trust }): ReleaseError {
  const codes = new Set(refused.flatMap(({ checks }) => checks.flatMap(({ code }) => code ?? [])));
  const names = refused.slice(0, 3).map(({ file }) => `"${file}"`).join(', ');
  return new ReleaseError('RPM_REFUSED', `verify RPM files: ${refused.length} of ${count} refused: ${names}${refused.length > 3 ? ' and more' : ''}`, { exitStatus: 3, hint: chooseHint(codes, trust) });
}

function chooseHint(codes: ReadonlySet<string>, trust: Trust): string {
  if ([...codes].every((code) => /^(?:PROVENANCE|MATERIALS|LEDGER)_/.test(code))) return codes.has('PROVENANCE_MISSING') ? 'Take a package with a provenance, or say where that lies: --repo PLACE' : 'Fetch the package and what lies beside it again from where they were published; do not believe what does not fit.';
  const onlySignatures = [...codes].every((code) => code.startsWith('SIGNATURE_'));
  if (onlySignatures && trust.sources.length === 0) return 'Name a public key that you trust with --key FILE, or be content with digests: --no-signature.';
  if (onlySignatures && !codes.has('SIGNATURE_WRONG')) return 'Take a signed package, or be content with digests: --no-signature.';
  if (onlySignatures) return 'Install it only if you know the key that signed it; name that key with --key FILE.';
  return 'Fetch the file again from where it was published; do not install it.';
}
