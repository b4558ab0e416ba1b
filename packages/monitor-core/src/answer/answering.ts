import type { Context } from 'hono';
import type { Log } from '@bigpanda/program';
import type { AccessSettings } from '../access/access-settings.ts';
import type { IdentifyReader } from '../access/reader-identity.ts';
import type { JobSource } from '../job-source.ts';
import type { FoundPlugin } from '../plugins/found-plugin.ts';
import type { StoreSource } from '../plugins/store-source.ts';
import type { HostSettings } from '../request/host-rule.ts';
import type { Visit } from '../request/visit.ts';
import type { StaticFiles } from '../static-files.ts';

export interface AppOptions {
  readonly jobs: JobSource;
  readonly stores: StoreSource;
  readonly plugins: readonly FoundPlugin[];
  readonly staticFiles: StaticFiles;
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly readClock: () => number;
  /** What stands before every path at a front proxy. */
  readonly prefix: string;
  readonly hosts: HostSettings;
  readonly access: AccessSettings;
  readonly identify: IdentifyReader;
  /** Headers that answers depend on because they tell who reads, in lower case; none where nobody is known. */
  readonly identityHeaders: readonly string[];
  /** Whether readers may send tokens. */
  readonly takesTokens: boolean;
}

/** What Hono keeps for a request. */
export interface AppVariables {
  readonly Variables: { visit: Visit };
}

export type AppContext = Context<AppVariables>;

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** What answers depend on beside the address: the twin that is wanted, and the reader's colours. */
const usualVary: readonly string[] = ['Accept', 'Cookie'];

/** Sets what every answer has, whatever it is: how browsers are to treat it, and who may keep it how long. */
export function finishHeaders({ headers }: Response, { identityHeaders }: Pick<AppOptions, 'identityHeaders'>): void {
  for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
  const kept = headers.get('cache-control') ?? 'no-cache';
  headers.set('cache-control', identityHeaders.length === 0 ? kept : `private, ${kept.replace(/^public, /, '')}`);
  headers.set('vary', [...usualVary, ...identityHeaders].join(', '));
}

/** The parameters of a request's address. */
export function queryOf(context: AppContext): URLSearchParams {
  return new URL(context.req.url).searchParams;
}
