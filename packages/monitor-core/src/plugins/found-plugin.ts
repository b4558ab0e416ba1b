import type { VoPlugin } from '@bigpanda/monitor-contract';

/** A plug-in that the core serves, or one that it refuses and says why. */
export type FoundPlugin =
  | { readonly kind: 'loaded'; readonly folder: string; readonly plugin: VoPlugin }
  | { readonly kind: 'broken'; readonly folder: string; readonly problems: readonly string[] };

/** Plug-ins that are served, in their order. */
export function listLoaded(found: readonly FoundPlugin[]): readonly VoPlugin[] {
  return found.flatMap((one) => (one.kind === 'loaded' ? [one.plugin] : []));
}

/**
 * The VO whose monitor a request wants by the name of the host it came to: one that names this host, or the first word of it.
 * @param host as a request tells it, with or without port
 */
export function findVoOfHost(found: readonly FoundPlugin[], host: string): VoPlugin | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const [word = ''] = name.split('.');
  const plugins = listLoaded(found);
  return plugins.find(({ hostNames = [] }) => hostNames.includes(name)) ?? (name.includes('.') ? plugins.find(({ hostNames = [] }) => hostNames.includes(word)) : undefined);
}
