import type { Command } from 'commander';
import { askAhead } from '../configuration.ts';
import type { Context } from '../context.ts';
import { limitYoungMemory } from '../memory-limits.ts';

/** A verb; its module is loaded only when it is chosen. */
interface ListedVerb {
  readonly name: string;
  readonly description: string;
  /** Whether it records from which commit it changes a channel. */
  readonly recordsCommit?: true;
  /** Gives what adds the arguments, options and action. */
  readonly load: () => Promise<(command: Command, context: Context) => void>;
}

const verbs: readonly ListedVerb[] = [
  { name: 'init', description: 'Begin a channel with the public key and no packages, so that clients can be set up', recordsCommit: true, load: async () => (await import('./repo/init.ts')).defineInitCommand },
  { name: 'add', description: 'Check RPM files and publish them as one new snapshot of a channel', recordsCommit: true, load: async () => (await import('./repo/add.ts')).defineAddCommand },
  { name: 'remove', description: 'Take packages out of a channel; older snapshots still list them', recordsCommit: true, load: async () => (await import('./repo/remove.ts')).defineRemoveCommand },
  { name: 'promote', description: 'Let a channel give out the very snapshot that another one does', recordsCommit: true, load: async () => (await import('./repo/promote.ts')).definePromoteCommand },
  { name: 'rollback', description: 'Let a channel give out a snapshot again that it gave out before, and say what hosts type to follow', recordsCommit: true, load: async () => (await import('./repo/rollback.ts')).defineRollbackCommand },
  { name: 'yank', description: 'Take back packages that should not have been published; their bytes stay, hosts that have them are told why', recordsCommit: true, load: async () => (await import('./repo/yank.ts')).defineYankCommand },
  { name: 'advisory', description: 'Announce what packages of a channel mend, for dnf updateinfo and dnf upgrade --security', recordsCommit: true, load: async () => (await import('./repo/advisory.ts')).defineAdvisoryCommand },
  { name: 'import', description: 'Take over a repository that createrepo made, byte for byte, as the first snapshot of a channel', recordsCommit: true, load: async () => (await import('./repo/import.ts')).defineImportCommand },
  { name: 'list', description: 'List the packages of every channel, or of one', load: async () => (await import('./repo/list.ts')).defineListCommand },
  { name: 'show', description: 'Show one snapshot: who published it, when, why, from which commit, its packages and its notices', load: async () => (await import('./repo/show.ts')).defineShowCommand },
  { name: 'log', description: 'List every change of the repository, newest first: who did what, when, why and from which commit', load: async () => (await import('./repo/log.ts')).defineLogCommand },
  { name: 'diff', description: 'Say what dnf upgrade will do on hosts that go from one snapshot to another', load: async () => (await import('./repo/diff.ts')).defineDiffCommand },
  { name: 'verify', description: 'Check every pointer, digest and signature of the repository; writes nothing without --repair', load: async () => (await import('./repo/verify.ts')).defineVerifyCommand },
  { name: 'gc', description: 'Remove snapshots and packages that no channel points at and no client may still come for', recordsCommit: true, load: async () => (await import('./repo/gc.ts')).defineGcCommand },
  { name: 'serve', description: 'Serve the repository over http until Ctrl-C', load: async () => (await import('./repo/serve.ts')).defineServeCommand },
  { name: 'dotrepo', description: 'Print the .repo file with which dnf uses a channel', load: async () => (await import('./repo/dot-repo.ts')).defineDotRepoCommand },
];

export function defineRepoCommand(command: Command, context: Context): void {
  for (const { name, description } of verbs) command.command(name).description(description);
  // Without a help command of its own: it would show a verb before it is loaded; "--help" loads it.
  command.helpCommand(false).hook('preAction', limitYoungMemory).hook('preSubcommand', async (_, chosen) => {
    const verb = verbs.find(({ name }) => name === chosen.name());
    if (verb?.recordsCommit === true) askAhead(context);
    if (verb !== undefined) (await verb.load())(chosen, context);
  });
}
