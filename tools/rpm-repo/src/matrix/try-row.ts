import { formatEvr, type ListedPackage } from '@bigpanda/rpm-format';
import { formatNevra } from '../publish-plan.ts';
import { writeDetail } from './failure-detail.ts';
import type { MatrixRow } from './matrix-plan.ts';
import { matrixSteps, type MatrixDriver, type MatrixStep, type RowOutcome, type StepOutcome } from './matrix-result.ts';
import type { ProgramOutcome } from './program.ts';
import type { ThrowawayRoot } from './throwaway-root.ts';

/** Where a package's file is, as an absolute path. */
export type LocatePackage = (listed: ListedPackage) => string;

/** A scriptlet that fails leaves rpm's exit status 0 when it runs after the files; a user that is missing is a warning only. */
const complaint = /scriptlet failed|warning: .*(?:user|group) \S+ does not exist|^error: /im;

/** Takes a root through one row; the first step that fails ends it. */
export async function tryRow(row: MatrixRow, driver: MatrixDriver, { root, locate }: { readonly root: ThrowawayRoot; readonly locate: LocatePackage }): Promise<RowOutcome> {
  const run = driver === 'rpm' ? rpmSteps(row, root, locate) : dnfSteps(row, root);
  const steps: StepOutcome[] = [];
  for (const step of matrixSteps.filter((each) => row.from !== undefined || (each !== 'upgrade' && each !== 'downgrade'))) {
    steps.push(steps.some(({ outcome }) => outcome === 'failed') ? { step, outcome: 'not-run' } : judge(step, await run[step]()));
  }
  return { to: formatNevra(row.to), ...(row.from === undefined ? {} : { from: formatNevra(row.from) }), driver, steps };
}

type Steps = Readonly<Record<MatrixStep, () => Promise<readonly ProgramOutcome[]>>>;

function rpmSteps({ before, after }: MatrixRow, root: ThrowawayRoot, locate: LocatePackage): Steps {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return {
    install: async () => [await root.rpm('--install', '--ignorearch', ...before.map(locate)), await checkInstalled(root, before)],
    upgrade: async () => [await root.rpm('--upgrade', '--ignorearch', ...without(after, before).map(locate)), await checkInstalled(root, after)],
    verify: async () => [await verify(root, after)],
    downgrade: async () => [await root.rpm('--upgrade', '--oldpackage', '--ignorearch', ...without(before, after).map(locate)), await checkInstalled(root, before), await verify(root, before)],
    erase: async () => [await root.rpm('--erase', ...(await listPresent(root, names))), await checkGone(root, names)],
  };
}

function dnfSteps({ name, to, from, before, after }: MatrixRow, root: ThrowawayRoot): Steps {
  const spell = (listed: ListedPackage) => `${listed.name}-${formatEvr(listed)}.${listed.arch}`;
  return {
    install: async () => [await root.dnf('install', spell(from ?? to)), await checkInstalled(root, [from ?? to])],
    upgrade: async () => [await root.dnf('upgrade'), await checkInstalled(root, [to])],
    verify: async () => [await verify(root, [to])],
    downgrade: async () => [await root.dnf('downgrade', ...without(before, after).map(spell)), ...(from === undefined ? [] : [await checkInstalled(root, [from]), await verify(root, [from])])],
    erase: async () => [await root.dnf('remove', name), await checkGone(root, [name])],
  };
}

function without(these: readonly ListedPackage[], those: readonly ListedPackage[]): readonly ListedPackage[] {
  return these.filter(({ sha256 }) => !those.some((each) => each.sha256 === sha256));
}

function verify(root: ThrowawayRoot, packages: readonly ListedPackage[]): Promise<ProgramOutcome> {
  return root.rpm('--verify', ...packages.map(({ name }) => name));
}

/** Whether each is there in this version: rpm and dnf may leave one as it was without a word. */
async function checkInstalled(root: ThrowawayRoot, packages: readonly ListedPackage[]): Promise<ProgramOutcome> {
  const { output } = await root.rpm('--query', '--queryformat', '%{NAME}-%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}.%{ARCH}\\n', ...packages.map(({ name }) => name));
  const missing = packages.map(formatNevra).filter((nevra) => !output.split('\n').includes(nevra));
  return { status: missing.length === 0 ? 0 : 1, output: missing.map((nevra) => `error: ${nevra} is not installed\n`).join('') };
}

async function listPresent(root: ThrowawayRoot, names: readonly string[]): Promise<readonly string[]> {
  const { output } = await root.rpm('--query', '--all', '--queryformat', '%{NAME}\\n');
  return names.filter((name) => output.split('\n').includes(name));
}

async function checkGone(root: ThrowawayRoot, names: readonly string[]): Promise<ProgramOutcome> {
  const left = await listPresent(root, names);
  return { status: left.length === 0 ? 0 : 1, output: left.map((name) => `error: ${name} is still installed\n`).join('') };
}

function judge(step: MatrixStep, outcomes: readonly ProgramOutcome[]): StepOutcome {
  const bad = outcomes.find(({ status, output }) => status !== 0 || complaint.test(output));
  if (bad === undefined) return { step, outcome: 'passed' };
  return { step, outcome: 'failed', detail: writeDetail(bad.output) || `exit status ${bad.status}` };
}
