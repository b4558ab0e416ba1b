import { askRpm, leftOut, print, run } from '@bigpanda/rpm-format/testing';
import { runCommand } from './command-run.ts';

/** What was compared of one package, and what differed. */
export interface PeerComparison {
  /** Tags that both have. */
  readonly fieldCount: number;
  /** Tags that only we know: rpm 4.18 has no names for those of version 6. */
  readonly unknownToRpm: readonly string[];
  /** Whether its signatures are of a kind that rpm 4.18 does not know: ECDSA, and the list of rpm 6. */
  readonly hasNewerSignature: boolean;
  readonly differences: readonly string[];
}

/** What rpm 4.18 says of signatures that it does not know. */
const unknownSignature = /^Signature {3}: \((?:none|not an OpenPGP signature)\)$/m;

/** Options of ours and of rpm that show the same. */
const views: readonly (readonly [ours: readonly string[], theirs: readonly string[]])[] = [
  [['info'], ['-qip']],
  [['info', '--scripts'], ['-qp', '--scripts']],
  [['info', '--changelog'], ['-qp', '--changelog']],
  ...['provides', 'requires', 'conflicts', 'obsoletes', 'recommends', 'suggests', 'supplements', 'enhances'].map((kind) => [['info', `--${kind}`], ['-qp', `--${kind}`]] as const),
  [['files'], ['-qlp']],
  [['files', '--long'], ['-qlvp']],
  [['files', '--config'], ['-qcp']],
  [['files', '--docs'], ['-qdp']],
  [['files', '--licences'], ['-qLp']],
];

/** Compares every view of ours with that of rpm, and `info --json` with all that `rpm -q --qf` prints, field by field. */
export async function compareWithRpm(file: string): Promise<PeerComparison> {
  const shown = await runCommand(['rpm', 'info', '--json', file]);
  if (shown.status !== 0) return { fieldCount: 0, unknownToRpm: [], hasNewerSignature: false, differences: [shown.stderr] };
  const { packages: [found] } = JSON.parse(shown.stdout) as { readonly packages: readonly { readonly tags: Readonly<Record<string, readonly (string | number)[]>> }[] };
  const ours = new Map(Object.entries(found?.tags ?? {}).map(([name, values]) => [name, values.map(String)]));
  const theirs = askRpm(file);
  const fields = [...theirs].filter(([name]) => leftOut[name] === undefined || ours.has(name)).map(([name, values]) => ({ name, ours: JSON.stringify(ours.get(name)), theirs: JSON.stringify(values) }));
  const differences = fields.filter((field) => field.ours !== field.theirs).map((field) => `${field.name}: ${field.ours}; rpm says ${field.theirs}`);
  return {
    fieldCount: fields.length,
    unknownToRpm: [...ours.keys()].filter((name) => !theirs.has(name)),
    ...await compareViews(file, differences),
  };
}

async function compareViews(file: string, known: readonly string[]): Promise<Pick<PeerComparison, 'hasNewerSignature' | 'differences'>> {
  let hasNewerSignature = false;
  const compared = await Promise.all(views.map(async ([ours, theirs]) => {
    const { stdout } = await runCommand(['rpm', ...ours, file]);
    const wanted = print('rpm', [...theirs, '--nosignature', file]);
    const isNewer = unknownSignature.test(wanted) && !unknownSignature.test(stdout);
    hasNewerSignature ||= isNewer;
    const same = isNewer ? dropSignatures(stdout) === dropSignatures(wanted) : stdout === wanted;
    return same ? [] : [`${ours.join(' ')}: ${JSON.stringify(stdout)}; rpm says ${JSON.stringify(wanted)}`];
  }));
  return { hasNewerSignature, differences: [...known, ...compared.flat()] };
}

function dropSignatures(text: string): string {
  return text.replace(/^Signature .*\n/m, '');
}

/** Whether rpm can read a package at all. */
export function isReadByRpm(file: string): boolean {
  return run('rpm', ['-qp', '--nosignature', file]).status === 0;
}
