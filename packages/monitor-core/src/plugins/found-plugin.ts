import type { VoPlugin } from '@bigpanda/monitor-contract';

/** A plug-in that the core serves, or one that it refuses and says why. */
export type FoundPlugin =
  | { readonly kind: 'loaded'; readonly folder: string; readonly plugin: VoPlugin }
  | { readonly kind: 'broken'; readonly folder: string; readonly problems: readonly string[] };

/** Plug-ins that are served, in their order. */
export function listLoaded(found: readonly FoundPlugin[]): readonly VoPlugin[] {
  return found.flatMap((one) => (one.kind === 'loaded' ? [one.plugin] : []));
}

/** The VO whose monitor a host name is: the one that the configuration gives to it, else one that names this host, or the first word of it. */
export function findVoOfHost(found: readonly FoundPlugin[], { name, vo }: { readonly name: string; readonly vo?: string }): VoPlugin | undefined {
  const plugins = listLoaded(found);
  if (vo !== undefined) return plugins.find((plugin) => plugin.name === vo);
  const [word = ''] = name.split('.');
  return plugins.find(({ hostNames = [] }) => hostNames.includes(name)) ?? (name.includes('.') ? plugins.find(({ hostNames = [] }) => hostNames.includes(word)) : undefined);
}
