import { relative } from 'node:path';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { listPackages, readChannel } from '@bigpanda/rpm-repo';
import { isComponent, openRepository, type PlannableRepository } from '@bigpanda/tagger';
import type { PlanFactFlags } from '../command/plan/plan-facts.ts';
import { readConfig, readTopLevel } from '../configuration.ts';
import type { Context } from '../context.ts';
import { runGit, tryGit, type GitCall } from '../git/run-git.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { chooseDistTag, chooseRegistry } from '../npm/registry-choice.ts';
import { chooseTargets } from '../pipeline/choose-components.ts';
import { openSigning, openSigningDry } from '../pipeline/open-signing.ts';
import { chooseForwarded, planForward } from '../preflight/plan-forward.ts';
import { choosePlan, type ChosenPlan } from '../preflight/choose-plan.ts';
import { readReleaseFacts, readRemote, type RemotePosition } from '../preflight/read-release-facts.ts';
import { findRefusals } from '../preflight/release-refusals.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { listPublished, type ReleaseOrder } from './release-order.ts';

/** What a person says of a release. */
export interface ReleaseWish extends PlanFactFlags {
  /** Whether it is only looked at: then no key is made. */
  readonly dryRun?: boolean | undefined;
  /** Digits of the digest of the plan that was agreed to. */
  readonly agreed?: string | undefined;
  /** RPM name of a component that is built once more. */
  readonly rebuild?: string | undefined;
  /** A component that gets the payload of an earlier release again, under a higher version; the release before the last where no version is named. */
  readonly forward?: { readonly name: string; readonly version?: string | undefined } | undefined;
  readonly remote: string;
  readonly channel?: string | undefined;
  /** Folder of the repository that it is published to. */
  readonly to?: string | undefined;
  readonly rehearsal: boolean;
  readonly approvedBy?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Decides what a release is to be: the order, or nothing where no component asks for a release.
 * @throws ReleaseError `RELEASE_REFUSED` (exit status 3) with every reason against it, `GIT_SHALLOW`, `CONFIG_MISSING`
 */
export async function planOrder(wish: ReleaseWish, context: Context): Promise<ReleaseOrder | undefined> {
  const root = await readTopLevel(context.workingFolder);
  const git = { root, env: context.env };
  const config = await readConfig(root);
  const repository = await openOrRefuse({ git, wish, context });
  const chosen = wish.forward === undefined ? await choosePlan(repository, { agreed: wish.agreed, flags: wish, context }) : await planForward(repository, wish.forward.name, wish.reason ?? '');
  const position = await readRemote(git, wish.remote, repository.position.branch ?? '');
  const order = await composeOrder({ wish, context, config, git, repository, chosen, position });
  const facts = await readReleaseFacts({ git, repository, config, order, position, context, nowSeconds: Math.floor(context.now().getTime() / 1000) });
  const problems = findRefusals({ ...facts, ...(wish.agreed === undefined ? {} : { agreed: wish.agreed }), ...(chosen.differences === undefined ? {} : { agreedDifferences: chosen.differences }) });
  if (order.released.length === 0 && problems.length === 0) return undefined;
  if (problems.length > 0) throw refused(problems);
  // Without a key nothing can be packed: better now than when all is built.
  await (wish.dryRun === true ? openSigningDry : openSigning)({ root, config }, context);
  return order;
}

/** A clone without its past cannot be planned, but what else is wrong can be told with it. */
async function openOrRefuse({ git, wish, context }: { readonly git: GitCall; readonly wish: ReleaseWish; readonly context: Context }): Promise<PlannableRepository> {
  try {
    return await openRepository(context.workingFolder);
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.code !== 'GIT_SHALLOW') throw error;
    const uncommitted = (await runGit(git, ['status', '--porcelain'])).split('\n').filter((line) => line !== '');
    const { status } = await tryGit(git, ['ls-remote', '--exit-code', '--quiet', '--heads', '--', wish.remote]);
    throw refused([
      { path: 'clone', found: 'it is shallow, so versions cannot be counted', allowed: 'a whole one: git fetch --unshallow --tags' },
      ...(uncommitted.length === 0 ? [] : [{ path: 'working tree', found: `${uncommitted.length} ${uncommitted.length === 1 ? 'file is' : 'files are'} not committed`, allowed: 'a clean tree: git commit, or git stash --include-untracked' }]),
      ...(status === 0 ? [] : [{ path: `remote "${wish.remote}"`, found: 'it does not answer', allowed: 'a remote that answers: git remote -v' }]),
    ]);
  }
}

function refused(problems: ReturnType<typeof findRefusals>): ReleaseError {
  return new ReleaseError('RELEASE_REFUSED', `release: ${problems.length} ${problems.length === 1 ? 'reason' : 'reasons'} against it; nothing was changed`, { exitStatus: 3, problems, hint: 'Bring each to what is said to pass, and release again.' });
}

interface OrderSources {
  readonly wish: ReleaseWish;
  readonly context: Context;
  readonly config: RepositoryConfig;
  readonly git: GitCall;
  readonly repository: PlannableRepository;
  readonly chosen: ChosenPlan;
  readonly position: RemotePosition;
}

async function composeOrder(sources: OrderSources): Promise<ReleaseOrder> {
  const { wish, context, config, git, repository, chosen: { plan, digest }, position } = sources;
  const folder = repositoryFolder(repository.position, context, wish.to);
  const channel = wish.channel ?? plan.branch?.channel ?? '';
  const content = await composeContent(sources, { folder, channel });
  const makesRpms = repository.components.some((one) => isComponent(one) && content.released.includes(one.name));
  const targets = makesRpms ? chooseTargets({ config }).map(({ name }): string => name) : [];
  return {
    schema: 1, planDigest: digest, plan,
    ...content,
    begunAt: new Date(Math.floor(context.now().getTime() / 1000) * 1000).toISOString(),
    approvedBy: wish.approvedBy ?? context.user, runBy: context.user,
    author: await readAuthor(git),
    signsTags: (await tryGit(git, ['config', '--get', 'user.signingKey'])).stdout.trim() !== '',
    branch: repository.position.branch ?? '', remote: wish.remote, head: plan.head,
    ...(position.ledger === undefined ? {} : { ledger: position.ledger }),
    ...(position.localLedger === undefined ? {} : { localLedger: position.localLedger }),
    changelog: config.changelog, channel, repository: relative(repository.position.root, folder), targets,
    bases: await readBases(folder, channel, targets),
    rehearsal: wish.rehearsal && config.matrix.run ? 'run' : 'waived',
    ...(listPublished({ plan, ...content }).length === 0 ? {} : { npm: { registry: chooseRegistry(config, context.env), distTag: chooseDistTag(plan, repository.rules) } }),
  };
}

/** What is released: all that the plan releases, one component once more, or one with an earlier payload. */
async function composeContent(sources: OrderSources, place: RepositoryPlace): Promise<Pick<ReleaseOrder, 'kind' | 'released' | 'releaseNumber' | 'forward' | 'reason'>> {
  const { wish: { rebuild, forward, reason }, git, chosen: { plan }, position } = sources;
  if (rebuild !== undefined) return { kind: 'rebuild', released: [requireName(plan, rebuild)], releaseNumber: await findNextNumber(sources, { name: rebuild, ...place }), reason: reason ?? 'bigpanda release --rebuild' };
  const first = { kind: 'release', releaseNumber: 1, reason: reason ?? 'bigpanda release' } as const;
  if (forward !== undefined) return { ...first, released: [forward.name], forward: chooseForwarded(await readLedger(git, position.ledger), forward) };
  return { ...first, released: plan.components.filter(({ releaseTag }) => releaseTag !== undefined).map(({ name }) => name) };
}

/** Where packages are published to. */
interface RepositoryPlace {
  readonly folder: string;
  readonly channel: string;
}

function requireName({ components }: ChosenPlan['plan'], name: string): string {
  if (components.some((component) => component.name === name)) return name;
  throw new ReleaseError('COMPONENT_UNKNOWN', `rebuild: no component is called "${name}"; there are ${components.map((component) => component.name).join(', ')}`, { exitStatus: 2, hint: 'Name a component as its rpm.json does.' });
}

async function readBases(folder: string, channel: string, targets: readonly string[]): Promise<Record<string, string>> {
  if (channel === '') return {};
  const pointers = await Promise.all(targets.map((target) => readChannel(folder, channel, target)));
  return Object.fromEntries(pointers.flatMap((pointer) => (pointer === undefined ? [] : [[pointer.target, pointer.snapshot.digest]])));
}

/** One above the highest that the ledger or the channel has of the version. */
async function findNextNumber({ git, position, config, chosen: { plan } }: OrderSources, { name, folder, channel }: RepositoryPlace & { readonly name: string }): Promise<number> {
  const version = plan.components.find((component) => component.name === name)?.version;
  const recorded = (await readLedger(git, position.ledger)).flatMap(({ record }) => record.components.filter((one) => one.name === name).flatMap(({ packages }) => packages));
  const listed = await Promise.all(chooseTargets({ config }).map((target) => listPackages(folder, channel, target.name)));
  const numbers = [...recorded, ...listed.flat()].filter((each) => each.name === name && each.version === version).map(({ release }) => Number.parseInt(release, 10));
  return Math.max(1, ...numbers) + 1;
}

/** Whoever git says commits. @throws ReleaseError `GIT_FAILED` where git does not know */
async function readAuthor(git: GitCall): Promise<ReleaseOrder['author']> {
  const [, name = '', email = ''] = /^(.*) <([^>]*)> /.exec(await runGit(git, ['var', 'GIT_COMMITTER_IDENT'])) ?? [];
  return { name, email };
}
