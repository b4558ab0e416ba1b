import { Command, CommanderError, Help, type Option } from 'commander';
import type { Context } from './context.ts';
import { readToolVersion } from './attestation/tool-version.ts';
import { explainUsage } from './usage-error.ts';

/** A command of the program. Its module is loaded only when the command is chosen, so that none waits for what another needs. */
interface ListedCommand {
  readonly name: string;
  readonly description: string;
  /** Gives what adds the arguments, options and action. */
  readonly load: () => Promise<(command: Command, context: Context) => void>;
}

const commands: readonly ListedCommand[] = [
  { name: 'init', description: 'Begin in a git repository that has no configuration: writes repo-config/repository.json', load: async () => (await import('./command/init.ts')).defineInitCommand },
  { name: 'snapshot', description: 'The main job: build, lint, pack, sign and publish what changed, as snapshot versions; no tag, no push', load: async () => (await import('./command/snapshot.ts')).defineSnapshotCommand },
  { name: 'plan', description: 'Show the next version of every component, and why; needs no network and no credentials', load: async () => (await import('./command/plan.ts')).definePlanCommand },
  { name: 'release', description: 'Release what is planned: build, pack, stage, rehearse, tag, push and promote, all of it or nothing; can be killed anywhere', load: async () => (await import('./command/release.ts')).defineReleaseCommand },
  { name: 'status', description: 'Say whether a release is under way or planned; exit status 1 where one is', load: async () => (await import('./command/status.ts')).defineStatusCommand },
  { name: 'resume', description: 'Finish a release that was cut off', load: async () => (await import('./command/resume.ts')).defineResumeCommand },
  { name: 'abort', description: 'Take a release back that was not pushed yet', load: async () => (await import('./command/abort.ts')).defineAbortCommand },
  { name: 'rollback', description: 'Let a channel give out the version of a component that was there before its last release, and say what hosts type to follow', load: async () => (await import('./command/rollback.ts')).defineRollbackCommand },
  { name: 'freeze', description: 'Let nothing change what a channel gives out, for a reason', load: async () => (await import('./command/freeze.ts')).defineFreezeCommand },
  { name: 'thaw', description: 'End the freeze of a channel', load: async () => (await import('./command/freeze.ts')).defineThawCommand },
  { name: 'log', description: 'List the releases, newest first, as the ledger has them', load: async () => (await import('./command/log.ts')).defineLogCommand },
  { name: 'show', description: 'Show one release of a component: who, when, from which commit, its packages, notes and channels', load: async () => (await import('./command/show.ts')).defineShowCommand },
  { name: 'which', description: 'Say which release has an issue or a commit, and which channels give it out', load: async () => (await import('./command/which.ts')).defineWhichCommand },
  { name: 'ledger', description: 'The ledger of releases: verify', load: async () => (await import('./command/ledger.ts')).defineLedgerCommand },
  { name: 'reproduce', description: 'Build RPM files once more from the commits that they name, in a clean clone, and compare the bytes', load: async () => (await import('./command/reproduce.ts')).defineReproduceCommand },
  { name: 'why', description: 'Say why a component gets its next version, or why it got one: the shortest chain down to a commit or a line', load: async () => (await import('./command/why.ts')).defineWhyCommand },
  { name: 'what-if', description: 'Show what would be planned otherwise if commits had not been made, or components got another level; changes nothing', load: async () => (await import('./command/what-if.ts')).defineWhatIfCommand },
  { name: 'evidence', description: 'Reduce what components install now to manifests, and compare them with those of the last releases', load: async () => (await import('./command/evidence.ts')).defineEvidenceCommand },
  { name: 'intent', description: 'Write a file that declares what a change means for components; commit it with the change', load: async () => (await import('./command/intent.ts')).defineIntentCommand },
  { name: 'adopt-history', description: 'Learn what tags of other shapes stand for, such as v1.1.7 or 1.0.2, and say which could not be placed; changes nothing', load: async () => (await import('./command/adopt-history.ts')).defineAdoptHistoryCommand },
  { name: 'rpm', description: 'RPM files: describe a folder, build, show, verify, compare, unpack, sign', load: async () => (await import('./command/rpm.ts')).defineRpmCommand },
  { name: 'repo', description: 'The repository: add packages, promote, roll back, take back, compare, verify, serve', load: async () => (await import('./command/repo.ts')).defineRepoCommand },
  { name: 'npm', description: 'The npm packages that were released from this checkout: serve', load: async () => (await import('./command/npm.ts')).defineNpmCommand },
  { name: 'key', description: 'The key that signs packages and metadata: create, list, export, rotate', load: async () => (await import('./command/key.ts')).defineKeyCommand },
  { name: 'lint', description: 'Lint the workspace, or the project folders that are named; outside of a workspace, the repository or the folder', load: async () => (await import('./command/lint.ts')).defineLintCommand },
];

/** Runs one command line and gives its exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 refused by a rule, 70 our bug. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  const program = new Command('bigpanda')
    .description('Plans, builds, packs, signs and publishes the components of this workspace')
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .configureOutput({ writeOut: context.write, writeErr: context.writeError })
    .version(readToolVersion(), '--version', 'print the version')
    .exitOverride();
  try {
    for (const { name, description, load } of commands) {
      const command = program.command(name).description(description);
      if (argv.includes(name)) (await load())(command, context);
    }
    explainUsage(program);
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { describeFailure } = await import('./view/failure.ts');
    const failure = describeFailure(error, context.signal.aborted, context.columns);
    context.writeError(failure.text);
    return failure.exitStatus;
  }
}

/** commander's help does not say which options have to be given. */
function describeOption(option: Option): string {
  return `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
}
