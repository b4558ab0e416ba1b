import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { listRecords, readChannel } from '@bigpanda/rpm-repo';
import type { PlannableRepository } from '@bigpanda/tagger';
import { findUncommitted } from '@bigpanda/tagger/uncommitted-files';
import type { Context } from '../context.ts';
import { readRemoteRefs, type RemoteRefs } from '../git/remote-refs.ts';
import { runGit, tryGit, type GitCall } from '../git/run-git.ts';
import { ledgerLayout } from '../ledger/ledger-record.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { readWithdrawn } from '../ledger/withdrawn-releases.ts';
import { localRegistryFolder } from '../npm/local-registry.ts';
import { localRegistry } from '../npm/registry-choice.ts';
import { withRegistry } from '../npm/registry.ts';
import { listPublished, listReleased, type ReleaseOrder } from '../transaction/release-order.ts';
import type { NpmFacts, ReleaseFacts, RemoteFacts } from './release-facts.ts';

/** What is asked of git and of the remote before the order of a release is written. */
export interface RemotePosition {
  readonly refs?: RemoteRefs;
  readonly failure?: string;
  /** Tip of the ledger that the next record follows. */
  readonly ledger?: string;
  readonly localLedger?: string;
}

/** What a remote has, with the commits of its branch and ledger brought along where this clone has not got them. */
export async function readRemote(git: GitCall, remote: string, branch: string): Promise<RemotePosition> {
  const local = await readRef(git, ledgerLayout.ref);
  const localLedger = local === undefined ? {} : { localLedger: local };
  try {
    const refs = await readRemoteRefs(git, remote);
    const wanted = [ledgerLayout.branch, branch].filter((name) => refs.has(`refs/heads/${name}`));
    const missing = await Promise.all(wanted.map(async (name) => (await tryGit(git, ['cat-file', '-e', `${refs.get(`refs/heads/${name}`) ?? ''}^{commit}`])).status !== 0));
    const fetched = wanted.filter((_name, index) => missing[index]);
    if (fetched.length > 0) await runGit(git, ['fetch', '--quiet', '--no-tags', '--', remote, ...fetched.map((name) => `+refs/heads/${name}:refs/remotes/${remote}/${name}`)]);
    const ledger = refs.get(ledgerLayout.ref) ?? local;
    return { refs, ...localLedger, ...(ledger === undefined ? {} : { ledger }) };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { failure: error.message, ...localLedger, ...(local === undefined ? {} : { ledger: local }) };
  }
}

export interface FactSources {
  readonly git: GitCall;
  readonly repository: PlannableRepository;
  readonly config: RepositoryConfig;
  readonly order: ReleaseOrder;
  readonly position: RemotePosition;
  readonly context: Context;
  readonly nowSeconds: number;
}

/** Everything that decides whether a release may begin. */
export async function readReleaseFacts(sources: FactSources): Promise<Omit<ReleaseFacts, 'agreed' | 'agreedDifferences'>> {
  const { git, repository, config, order, position, nowSeconds } = sources;
  const npm = await readNpmFacts(sources);
  const isKnown = Object.hasOwn(config.channels, order.channel);
  const pointers = isKnown ? await Promise.all(order.targets.map((target) => readChannel(resolve(git.root, order.repository), order.channel, target))) : [];
  const { branch } = repository.position;
  return {
    order, nowSeconds,
    ...(branch === undefined ? {} : { checkedOut: branch }),
    uncommitted: await findUncommitted(repository.position.root, ['**']),
    remote: await describeRemote(sources),
    ...(npm === undefined ? {} : { npm }),
    localTags: await readTagCommits(git, listReleased(order).map(({ releaseTag }) => releaseTag)),
    ledgerFollows: position.localLedger === undefined || position.ledger === undefined || await contains(git, position.ledger, position.localLedger),
    stated: await readStatedTimes(sources),
    frozen: pointers.flatMap((pointer) => (pointer?.frozen === undefined ? [] : [{ target: pointer.target, by: pointer.frozen.frozenBy, reason: pointer.frozen.reason }])),
    channels: Object.keys(config.channels),
    withdrawn: order.kind === 'rebuild' ? await readWithdrawn(resolve(git.root, order.repository), order.released) : [],
  };
}

async function describeRemote({ git, order, position: { refs, failure } }: FactSources): Promise<RemoteFacts> {
  const tip = refs?.get(`refs/heads/${order.branch}`);
  return {
    name: order.remote,
    ...(failure === undefined ? {} : { failure }),
    ...(tip === undefined ? {} : { branch: tip }),
    isContained: tip === undefined || await contains(git, order.head, tip),
    tags: new Map(listReleased(order).flatMap(({ releaseTag }) => {
      const object = refs?.get(`refs/tags/${releaseTag}`);
      return object === undefined ? [] : [[releaseTag, object] as const];
    })),
  };
}

/** What the registry of an order has of it already; before a release begins it must have nothing. */
async function readNpmFacts({ git: { root }, order, context }: FactSources): Promise<NpmFacts | undefined> {
  const { npm } = order;
  if (npm === undefined) return undefined;
  const { registry } = npm;
  // Where nothing was ever published nothing is taken, and a dry run makes no folder for it.
  if (registry === localRegistry && !existsSync(join(root, localRegistryFolder))) return { registry, taken: [] };
  try {
    return await withRegistry({ root, registry, context }, async ({ findIntegrity, requireUser }) => {
      if (registry !== localRegistry) await requireUser();
      const found = await Promise.all(listPublished(order).map(async (one) => ({ ...one, integrity: await findIntegrity(one.npm, one.nextVersion) })));
      return { registry, taken: found.filter(({ integrity }) => integrity !== undefined).map((one) => `${one.npm} ${one.nextVersion}`) };
    });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { registry, failure: `${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}`, taken: [] };
  }
}

/** Times that were stated already, and that no later one may come before. */
async function readStatedTimes({ git, order }: FactSources): Promise<ReleaseFacts['stated']> {
  const commit = Number(await runGit(git, ['show', '-s', '--no-show-signature', '--format=%ct', order.head]));
  const last = (await readLedger(git, order.ledger)).at(-1)?.record;
  const changes = await Promise.all(order.targets.map(async (target) => (await listRecords(resolve(git.root, order.repository), target))[0]));
  return [
    { what: `the commit ${order.head.slice(0, 10)}`, seconds: commit },
    ...(last === undefined ? [] : [{ what: 'the last release in the ledger', seconds: Date.parse(last.releasedAt) / 1000 }]),
    ...changes.flatMap((record) => (record === undefined ? [] : [{ what: `the last change of the repository for ${record.snapshot.target}`, seconds: Date.parse(record.publishedAt) / 1000 }])),
  ];
}

async function readTagCommits(git: GitCall, tags: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const printed = await runGit(git, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)']);
  return new Map(printed.split('\n').flatMap((line) => {
    const [name = '', object = '', commit = ''] = line.split('\0');
    return tags.includes(name) ? [[name, commit === '' ? object : commit] as const] : [];
  }));
}

async function contains(git: GitCall, commit: string, other: string): Promise<boolean> {
  return commit === other || (await tryGit(git, ['merge-base', '--is-ancestor', other, commit])).status === 0;
}

async function readRef(git: GitCall, ref: string): Promise<string | undefined> {
  const { status, stdout } = await tryGit(git, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return status === 0 ? stdout.trim() : undefined;
}
