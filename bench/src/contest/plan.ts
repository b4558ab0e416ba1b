import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Contest } from '../benchmark.ts';
import { installCommand } from '../installed-command.ts';

const runProgram = promisify(execFile);
const workspace = join(import.meta.dirname, '../../..');
/** Ours from its sources, as it runs in this workspace. */
const sourceProgram = join(workspace, 'tools/release/bin/bigpanda.mjs');
const nxProgram = createRequire(join(workspace, 'package.json')).resolve('nx/bin/nx.js');
const gitProcessLimit = 5;

interface Size {
  readonly components: number;
  readonly commits: number;
  readonly tags: number;
}

/** The sizes that show the growth, and the one that is the contest. */
const smaller: readonly Size[] = [{ components: 30, commits: 3_000, tags: 300 }, { components: 100, commits: 10_000, tags: 2_000 }];
const largest: Size = { components: 232, commits: 20_000, tags: 4_640 };

/**
 * The next version of 232 components over 20,000 commits and 4,640 tags, each program started anew; two smaller repositories first.
 * Both programs are as npm installs them. The repository is as git's own maintenance leaves one: packed, with a commit graph. Both sides ran once before they are timed:
 * ours has its compiled code in Node's cache then, and makes the plan anew; Nx has its project graph in its own. The time with a finished plan stands beside, and that of ours from its sources.
 */
export const benchmark: Benchmark = {
  peer: 'nx-release-version',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const installed = await installCommand();
    for (const size of smaller) await showGrowth(size, installed.program);
    const { again, fromSources, ...contest } = await prepareContest(largest, installed.program);
    await again();
    await fromSources();
    process.stdout.write(`plan-again ours=${(await timeSeconds(again)).toFixed(4)}s with the finished plan in the cache\n`);
    process.stdout.write(`plan-from-sources ours=${(await timeSeconds(fromSources)).toFixed(4)}s as in this workspace\n`);
    return {
      ...contest,
      [Symbol.asyncDispose]: async () => {
        await contest[Symbol.asyncDispose]();
        await installed[Symbol.asyncDispose]();
      },
    };
  },
};

async function showGrowth(size: Size, program: string): Promise<void> {
  await using contest = await prepareContest(size, program);
  const [ours, theirs] = [await timeSeconds(contest.ours), await timeSeconds(contest.theirs)];
  process.stdout.write(`plan-${size.components} ratio=${(theirs / ours).toFixed(2)} peer=nx-release-version ours=${ours.toFixed(4)}s theirs=${theirs.toFixed(4)}s n=1\n`);
}

async function timeSeconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

interface PlanContest extends Contest {
  /** Ours with the finished plan in its cache. */
  readonly again: () => Promise<void>;
  readonly fromSources: () => Promise<void>;
}

async function prepareContest(size: Size, program: string): Promise<PlanContest> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-plan-'));
  const root = join(folder, 'repository');
  await runProgram('git', ['init', '-q', '-b', 'main', root]);
  await importHistory(root, size);
  await runProgram('git', ['reset', '-q', '--hard'], { cwd: root });
  await runProgram('git', ['gc', '-q'], { cwd: root });
  await symlink(join(workspace, 'node_modules'), join(root, 'node_modules'));
  const contest = {
    ours: () => planOurs(root, folder, [program, 'plan', '--json', '--no-cache']),
    theirs: () => planTheirs(root),
    again: () => planOurs(root, folder, [program, 'plan', '--json']),
    fromSources: () => planOurs(root, folder, [sourceProgram, 'plan', '--json', '--no-cache']),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  await contest.ours();
  await contest.theirs();
  return contest;
}

async function planOurs(root: string, folder: string, command: readonly string[]): Promise<void> {
  const trace = join(folder, 'trace');
  await rm(trace, { force: true });
  const env = { ...process.env, GIT_TRACE2_EVENT: trace, XDG_CACHE_HOME: join(folder, 'cache') };
  await runProgram(process.execPath, command, { cwd: root, env, maxBuffer: 1 << 28 });
  const started = (await readFile(trace, 'utf8')).split('\n').filter((line) => line.includes('"event":"start"')).length;
  if (started > gitProcessLimit) throw new Error(`${started} git processes, wanted at most ${gitProcessLimit}`);
}

async function planTheirs(root: string): Promise<void> {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', CI: 'true' };
  const { stdout } = await runProgram(process.execPath, [nxProgram, 'release', 'version', '--dry-run', '--verbose=false'], { cwd: root, env, maxBuffer: 1 << 28 });
  if (!/New version \d/.test(stdout)) throw new Error(`nx planned nothing:\n${stdout.slice(-2000)}`);
}

/** A history of conventional commits over all components in turn, with releases spread evenly and one merge in ten. */
async function importHistory(root: string, size: Size): Promise<void> {
  const child = spawn('git', ['fast-import', '--quiet'], { cwd: root, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', (status) => { if (status === 0) resolve(); else reject(new Error(`git fast-import ended with ${status ?? 'a signal'}`)); });
  });
  for (const part of describeHistory(size)) if (!child.stdin.write(part)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  child.stdin.end();
  await ended;
}

const kinds = ['fix', 'feat', 'chore', 'docs', 'fix', 'refactor'];
const startSeconds = 1_700_000_000;

function* describeHistory({ components, commits, tags }: Size): Generator<string> {
  yield commit({ mark: 1, message: 'chore: begin', files: firstFiles(components) });
  const commitsPerTag = commits / tags;
  for (let number = 2, tagged = 0; number <= commits; number += 1) {
    const component = (number * 7_919) % components;
    const kind = kinds[number % kinds.length] ?? 'fix';
    const merge = number % 10 === 0 && number > 3 ? number - 2 : undefined;
    yield commit({ mark: number, from: number - 1, merge, message: `${kind}(${nameOf(component)}): change ${number}`, files: [[`packages/${nameOf(component)}/src/part-${number % 40}.txt`, `change ${number}\n`]] });
    for (; tagged < tags && (tagged + 1) * commitsPerTag <= number; tagged += 1) {
      yield `reset refs/tags/${nameOf(tagged % components)}-0.${Math.floor(tagged / components) + 1}.0\nfrom :${number}\n\n`;
    }
  }
}

interface ImportedCommit {
  readonly mark: number;
  readonly from?: number;
  readonly merge?: number | undefined;
  readonly message: string;
  readonly files: readonly (readonly [string, string])[];
}

function commit({ mark, from, merge, message, files }: ImportedCommit): string {
  const who = `Bench <bench@panda.test> ${startSeconds + mark * 60} +0000`;
  return [
    'commit refs/heads/main', `mark :${mark}`, `author ${who}`, `committer ${who}`, data(message),
    ...(from === undefined ? [] : [`from :${from}`]), ...(merge === undefined ? [] : [`merge :${merge}`]),
    ...files.map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`), '', '',
  ].join('\n');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function nameOf(component: number): string {
  return `part-${String(component).padStart(3, '0')}`;
}

/** What both programs need: an rpm.json for ours, a package.json and nx.json for Nx. */
function firstFiles(components: number): [string, string][] {
  const projects = Array.from({ length: components }, (_, component) => nameOf(component)).flatMap((name): [string, string][] => [
    [`packages/${name}/rpm.json`, JSON.stringify({ name, summary: 'A part', description: 'A part.', license: 'MIT', url: 'https://panda.test' })],
    [`packages/${name}/package.json`, JSON.stringify({ name, version: '0.1.0' })],
  ]);
  return [
    ['package.json', JSON.stringify({ name: 'bench', private: true, workspaces: ['packages/*'] })],
    ['.gitignore', 'node_modules\n.nx\n'],
    ['actions.mjs', versionActions],
    ['nx.json', JSON.stringify({
      analytics: false, neverConnectToCloud: true,
      release: {
        projects: ['packages/*'], projectsRelationship: 'independent', releaseTag: { pattern: '{projectName}-{version}' },
        version: { specifierSource: 'conventional-commits', currentVersionResolver: 'git-tag', versionActions: './actions.mjs', versionActionsOptions: { skipLockFileUpdate: true } },
      },
    })],
    ...projects,
  ];
}

/** Nx asks a plug-in of each language what a manifest says; this one reads package.json and has no registry. */
const versionActions = `import { VersionActions } from 'nx/release';
export default class extends VersionActions {
  validManifestFilenames = ['package.json'];
  async readCurrentVersionFromSourceManifest(tree) {
    const manifestPath = this.projectGraphNode.data.root + '/package.json';
    return { currentVersion: JSON.parse(tree.read(manifestPath, 'utf8')).version, manifestPath };
  }
  async readCurrentVersionFromRegistry() { return null; }
  async readCurrentVersionOfDependency() { return { currentVersion: null, dependencyCollection: null }; }
  async updateProjectVersion(tree, newVersion) { return ['New version ' + newVersion]; }
  async updateProjectDependencies() { return []; }
}
`;
