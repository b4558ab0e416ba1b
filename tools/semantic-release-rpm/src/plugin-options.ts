import * as z from 'zod';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import type { PluginContext } from './plugin-context.ts';

/** What may stand beside the plug-in's name in the configuration of semantic-release. */
const optionsSchema = z.looseObject({
  component: z.string().optional(),
  repository: z.string().default('build/repo'),
  channels: z.record(z.string(), z.string()).default({}),
});

/** Options of the plug-in. */
export interface PluginOptions {
  /** Name in the rpm.json; may be absent where there is one alone. */
  readonly component?: string | undefined;
  /** Folder of the repository that is published to. */
  readonly repository: string;
  /** Channel of the repository by that of semantic-release; `latest` stands for its default channel. */
  readonly channels: Readonly<Record<string, string>>;
}

/** @throws ReleaseError `PLUGIN_OPTIONS_INVALID` with all problems */
export function parseOptions(value: unknown): PluginOptions {
  const parsed = optionsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), found: 'something else', allowed: message }));
  throw new ReleaseError('PLUGIN_OPTIONS_INVALID', `read the options of @bigpanda/semantic-release-rpm: ${problems.map(({ path, allowed }) => `"${path}": ${allowed}`).join('; ')}`, { exitStatus: 2, problems, hint: 'Its README shows them.' });
}

/**
 * The channel of the repository that a release goes to: the one that the options name, one of the same name, or for the default channel the first of the repository.
 * @throws ReleaseError `CHANNEL_UNKNOWN`
 */
export function chooseChannel({ channels }: Pick<PluginOptions, 'channels'>, config: Pick<RepositoryConfig, 'channels'>, { nextRelease }: Pick<PluginContext, 'nextRelease'>): string {
  const known = Object.keys(config.channels);
  const theirs = nextRelease?.channel ?? 'latest';
  const chosen = channels[theirs] ?? (known.includes(theirs) ? theirs : theirs === 'latest' ? known[0] : undefined);
  if (chosen !== undefined && known.includes(chosen)) return chosen;
  throw new ReleaseError('CHANNEL_UNKNOWN', `choose a channel: "${chosen ?? theirs}" is not one of ${known.join(', ')}`, { exitStatus: 2, hint: `Say which one releases of the channel "${theirs}" go to: "channels": { "${theirs}": "${known[0] ?? ''}" } in the options of @bigpanda/semantic-release-rpm.` });
}
