import { z } from 'zod';

/** Where a program listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
}

/** `address:port` with an IPv6 address in brackets, such as `127.0.0.1:25080` or `[::1]:25080`. */
export const listenAddressSchema = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'address:port, such as "127.0.0.1:8080" or "[::1]:8080"')
  .transform(parseListenAddress)
  .refine((address) => address.port <= 65535, 'a port up to 65535');

function parseListenAddress(text: string): ListenAddress {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** `address:port`, as `listenAddressSchema` reads it. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
