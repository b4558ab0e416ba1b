import { holdsReader, listHiddenVos } from '../access/access-rule.ts';
import type { AccessSettings } from '../access/access-settings.ts';
import type { Reader } from '../access/reader.ts';
import { findVoOfHost, type FoundPlugin } from '../plugins/found-plugin.ts';
import type { VoPlugin } from '@bigpanda/monitor-contract';
import type { ReadHost } from './host-rule.ts';

/** What a request is to the monitor before any page: who reads, under which name of a host, and what there is for them. */
export interface Visit {
  readonly reader: Reader;
  readonly mayRead: boolean;
  /** VOs whose jobs, tasks and pages are not for the reader, in lower case. */
  readonly hiddenVos: readonly string[];
  /** Those whose pages are. */
  readonly plugins: readonly FoundPlugin[];
  /** The VO whose monitor it is under this host. */
  readonly vo?: VoPlugin;
}

/** What there is for a reader. One who may read nothing gets no plug-in either. */
export function makeVisit(reader: Reader, host: ReadHost, { access, plugins }: { readonly access: AccessSettings; readonly plugins: readonly FoundPlugin[] }): Visit {
  const mayRead = holdsReader(access.read, reader);
  const hiddenVos = listHiddenVos(access, reader);
  const shown = mayRead ? plugins.filter((found) => found.kind === 'broken' || !hiddenVos.includes(found.plugin.name)) : [];
  const vo = findVoOfHost(shown, host);
  return { reader, mayRead, hiddenVos, plugins: shown, ...(vo === undefined ? {} : { vo }) };
}
