import type { Context } from '@bigpanda/release';

/** What semantic-release hands to a plug-in; only what is read here (semantic-release, docs/developer-guide/plugin.md). */
export interface PluginContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: { readonly log: (text: string) => void };
  readonly branch?: { readonly name: string };
  readonly nextRelease?: PluginRelease;
}

/** The release that is made, or that a channel is to have too. */
export interface PluginRelease {
  readonly version: string;
  readonly gitTag: string;
  readonly gitHead: string;
  /** Absent or null for the default channel. */
  readonly channel?: string | null;
  /** Markdown. */
  readonly notes?: string;
}

/** The world of one run, as our commands have it. */
export function openContext({ cwd, env, logger }: PluginContext): Context {
  const log = (text: string): void => { logger.log(text.trimEnd()); };
  return {
    workingFolder: cwd, env, now: () => new Date(), user: env['GIT_COMMITTER_NAME'] ?? 'semantic-release',
    write: log, writeError: log, isTerminal: false, colours: false, signal: new AbortController().signal,
  };
}
