import { PandaError, type ConfigurationProblem } from '@bigpanda/model';
import type { PandaDatabase } from '@bigpanda/datastore';
import type { PageQuery, PageRow, VoPlugin } from '@bigpanda/monitor-contract';
import type { WantedFormat } from '../request/wanted-format.ts';
import type { FoundPlugin } from '../plugins/found-plugin.ts';
import type { RoutedPage } from './routed-page.ts';

/** What there is to tell of a page. */
export type PageDescription = Pick<RoutedPage, 'path' | 'title' | 'section' | 'help' | 'filters' | 'takesJobAttributes'>;

/** What a request asks of a page. */
export interface PageRequest {
  /** The parts of the path that stand for something, decoded, such as `pandaid`. */
  readonly path: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
  /** How the answer is wanted. */
  readonly format: WantedFormat;
  readonly nowMilliseconds: number;
  readonly plugins: readonly FoundPlugin[];
  /** Name of this monitor, its version and commit, for people. */
  readonly version: string;
  /** Name of who reads, as jobs have it, where that is known. */
  readonly reader?: string;
  /** VOs whose jobs and tasks are not for the reader, in lower case. */
  readonly hiddenVos: readonly string[];
  /** Every page there is, for those that tell of them. */
  readonly pages: readonly PageDescription[];
  /** The VO whose host name the request came to. */
  readonly vo?: VoPlugin;
}

/** What a page reads from. */
export interface PageSource {
  readonly database: PandaDatabase;
  /** Rows for a page of a plug-in. */
  readRows(plugin: VoPlugin, query: PageQuery): Promise<readonly PageRow[]>;
}

/** The failure of a request whose parameters are wrong: all of them at once. */
export function wrongParameters(problems: readonly ConfigurationProblem[]): PandaError {
  return new PandaError('PARAMETERS_WRONG', `read the address: ${problems.length} parameter${problems.length === 1 ? ' is' : 's are'} wrong`, { problems, hint: 'Change or leave out what is named.' });
}

/** The failure of a request for what is not there. */
export function notFound(what: string): PandaError {
  return new PandaError('NOT_FOUND', what);
}
