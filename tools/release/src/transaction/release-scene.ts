import { join, resolve } from 'node:path';
import type { PlannedComponent, RepositoryConfig, Target } from '@bigpanda/release-model';
import type { ChangelogEntry } from '@bigpanda/rpm-format';
import { findUnits, resolveVersionRules, type ReleaseUnit } from '@bigpanda/tagger';
import type { Context } from '../context.ts';
import { runGit, type GitCall } from '../git/run-git.ts';
import type { Signature } from '../git/tree-commit.ts';
import { readLedger, type StoredLedgerRecord } from '../ledger/read-ledger.ts';
import { joinChangelogs } from '../notes/told-changes.ts';
import { listCommits, listIssues, writeChangelogText, writeNotes } from '../notes/write-notes.ts';
import { openSigning, type Signing } from '../pipeline/open-signing.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { listPublished, listReleased, orderId, orderSeconds, type ReleaseOrder, type ReleasedComponent } from './release-order.ts';
import { makeReleaseCommit } from './release-commit.ts';
import { withStagedChannels } from './staged-channels.ts';

const daySeconds = 86_400;

/** What a release says of one component. */
export interface ComponentNotes {
  readonly component: ReleasedComponent;
  readonly markdown: string;
  readonly issues: readonly string[];
  readonly changelog: ChangelogEntry;
}

/** The world that the steps of a release act in. What is asked for is read once. */
export interface ReleaseScene {
  readonly order: ReleaseOrder;
  readonly id: string;
  readonly context: Context;
  readonly git: GitCall;
  /** Folder for what is made on the way to packages, below `build/`. */
  readonly folder: string;
  /** Absolute path of the repository. */
  readonly repository: string;
  /** Folder in the git directory. */
  readonly ownFolder: string;
  readonly released: readonly ReleasedComponent[];
  /** Those of them that go to npm. */
  readonly published: ReturnType<typeof listPublished>;
  readonly signature: Signature;
  /** The checkout at the released commit. */
  readonly workspace: () => Promise<Workspace>;
  /** Everything of it that is released. */
  readonly units: () => Promise<readonly ReleaseUnit[]>;
  /** Channels of the configuration and the one in which releases are staged. */
  readonly config: () => Promise<RepositoryConfig>;
  readonly targets: () => Promise<readonly Target[]>;
  readonly signing: () => Promise<Signing>;
  /** Records of earlier releases, oldest first. */
  readonly ledger: () => Promise<readonly StoredLedgerRecord[]>;
  readonly notes: () => Promise<readonly ComponentNotes[]>;
  /** The commit that is built and tagged. */
  readonly commit: () => Promise<string>;
  /** The components as RPMs are packed of them: at the released commit. */
  readonly planned: () => Promise<readonly PlannedComponent[]>;
}

export interface SceneOptions {
  readonly root: string;
  /** The git directory of the clone. */
  readonly gitFolder: string;
  readonly context: Context;
}

/** Folder of releases in the git directory. */
export function releaseFolder(gitFolder: string): string {
  return join(gitFolder, 'bigpanda');
}

/** The world of one release. */
export function openScene(order: ReleaseOrder, { root, gitFolder, context }: SceneOptions): ReleaseScene {
  const id = orderId(order);
  const git = { root, env: context.env };
  const ownFolder = releaseFolder(gitFolder);
  const signature = { ...order.author, timeSeconds: orderSeconds(order) };
  const released = listReleased(order);
  const published = listPublished(order);
  const workspace = once(() => openWorkspace(root));
  const notes = once(async () => collectNotes({ order, released, git, config: (await workspace()).config }));
  const commit = once(async () => makeReleaseCommit({ order, git, ownFolder, signature, notes: await notes() }));
  return {
    order, id, context, git, ownFolder, released, published, signature, workspace, notes, commit,
    folder: join(root, 'build/release', id),
    repository: resolve(root, order.repository),
    units: once(async () => findUnits({ workspaceRoot: root, sharedInputs: (await workspace()).config.sharedInputs })),
    config: once(async () => withStagedChannels((await workspace()).config)),
    targets: once(async () => (await workspace()).config.targets.filter(({ name }) => order.targets.includes(name))),
    signing: once(async () => openSigning(await workspace(), context)),
    ledger: once(() => readLedger(git, order.ledger)),
    planned: once(async () => {
      const [id40, timeSeconds = ''] = (await runGit(git, ['show', '-s', '--no-show-signature', '--format=%H %ct', await commit()])).split(' ');
      const packed = new Set((await workspace()).components.map(({ name }) => name));
      return released.filter(({ name }) => packed.has(name)).map((component) => ({ ...component, commit: id40 ?? '', timeSeconds: Number(timeSeconds) }));
    }),
  };
}

/** Entries of `%changelog` by the name of the component: this release, then those that the ledger has, newest first. */
export async function listChangelogs(scene: ReleaseScene): Promise<ReadonlyMap<string, readonly ChangelogEntry[]>> {
  const earlier = (await scene.ledger()).toReversed().flatMap(({ record }) => record.components);
  return new Map((await scene.notes()).map(({ component: { name }, changelog }) => [name, joinChangelogs([changelog, ...earlier.filter((one) => one.name === name).map((one) => one.changelog)])]));
}

interface NotesWorld {
  readonly order: ReleaseOrder;
  readonly released: readonly ReleasedComponent[];
  readonly git: GitCall;
  readonly config: RepositoryConfig;
}

async function collectNotes({ order, released, git, config }: NotesWorld): Promise<readonly ComponentNotes[]> {
  const messages = await readMessages(git, [...new Set(released.flatMap(listCommits))]);
  const rules = resolveVersionRules(config.versions);
  // Noon, as rpmbuild has it (rpm, build/parseChangelog.c).
  const timeSeconds = Math.floor(orderSeconds(order) / daySeconds) * daySeconds + daySeconds / 2;
  const author = `${order.author.name} <${order.author.email}>`;
  return Promise.all(released.map(async (component): Promise<ComponentNotes> => ({
    component,
    markdown: order.kind === 'rebuild' ? `## ${component.nextVersion}-${order.releaseNumber}\n\n* Rebuilt: ${order.reason}\n` : await writeNotes({ component, messages, rules, url: config.url, day: order.begunAt.slice(0, 10) }),
    issues: listIssues(component),
    changelog: { timeSeconds, author: `${author} - ${component.version}-${order.releaseNumber}`, text: order.kind === 'rebuild' ? `- Rebuilt: ${order.reason}` : writeChangelogText(component) },
  })));
}

async function readMessages(git: GitCall, commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (commits.length === 0) return new Map();
  const printed = await runGit({ ...git, input: commits.map((commit) => `${commit}\n`).join('') }, ['-c', 'i18n.logOutputEncoding=UTF-8', 'log', '--stdin', '--no-walk=unsorted', '-z', '--no-show-signature', '--format=%H %B']);
  return new Map(printed.split('\0').filter((entry) => entry !== '').map((entry) => [entry.slice(0, entry.indexOf(' ')), entry.slice(entry.indexOf(' ') + 1).trim()]));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => made ??= make();
}
