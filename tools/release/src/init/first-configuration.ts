import type { RepositoryConfig } from '@bigpanda/release-model';

/** What is known of a checkout that has no configuration yet. */
export interface CheckoutFacts {
  /** Name of its folder. */
  readonly folder: string;
  /** URL of the remote, as git has it. */
  readonly remote?: string;
  /** Whoever git says commits. */
  readonly author: string;
  readonly branch: string;
  /** Where the repository is to be served. */
  readonly baseUrl: string;
}

/** The parts of a configuration that have no default, and those that a reader changes first. */
export type FirstConfiguration = Pick<RepositoryConfig, 'name' | 'vendor' | 'url' | 'targets'> & { readonly channels: object; readonly versions: object };

const shortTime = 300;

/** The configuration that a checkout begins with: one target, a channel for releases and one to try things in. */
export function composeConfiguration({ folder, remote, author, branch, baseUrl }: CheckoutFacts): FirstConfiguration {
  const page = remote === undefined ? undefined : pageOf(remote);
  const name = nameOf(page?.slice(page.lastIndexOf('/') + 1) ?? folder);
  return {
    name, vendor: author === '' ? name : author, url: page ?? baseUrl,
    targets: [{ name: 'el9', payload: { codec: 'zstd', level: 9 } }],
    channels: {
      stable: { title: `${name} stable`, baseUrl },
      testing: { title: `${name} testing`, baseUrl, metadataExpireSeconds: shortTime },
    },
    versions: { first: '0.1.0', branches: [{ name: branch, channel: 'stable' }] },
  };
}

/** Lower-case letters, digits and `-`, beginning with a letter. */
function nameOf(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '');
  return plain === '' ? 'packages' : plain;
}

/** The page of a project by the URL of its remote; absent for a folder. */
function pageOf(remote: string): string | undefined {
  const [, host, path] = /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]+@)?([a-z0-9.-]+\.[a-z]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/i.exec(remote) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}
