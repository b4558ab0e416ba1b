import type { RepositoryConfig } from '@bigpanda/release-model';

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Where the client that sent this `Host` header reaches the repository, without a slash at the end. Only loopback names and
 * the hosts of the configuration count; for any other the channel's configured URL is given, so that nobody is sent elsewhere.
 */
export function chooseBaseUrl(host: string | undefined, channel: string, config: RepositoryConfig): string {
  const configured = Object.values(config.channels).map(({ baseUrl }) => baseUrl);
  const own = config.channels[channel]?.baseUrl ?? configured[0] ?? '';
  const [, name, port] = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/.exec((host ?? '').toLowerCase()) ?? [];
  if (name === undefined) return own;
  if (loopbackNames.includes(name)) return `http://${name}${port ?? ''}`;
  return configured.find((url) => new URL(url).host === `${name}${port ?? ''}`) ?? own;
}
