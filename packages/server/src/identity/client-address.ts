import { isIP } from 'node:net';
import { type Connection, makeAddressCheck } from '@bigpanda/program';

/** Tells the address of the client at the other end of a request; `undefined` where there is no connection. */
export type FindClientAddress = (request: Request, connection: Connection) => string | undefined;

/**
 * Finds it in `X-Forwarded-For` where the connection comes from a configured front proxy, else in the connection alone.
 * Each proxy adds whom it was asked by at the end, so the last address that is no proxy's is the client; what stands
 * before it is only said by the client. What is no address ends the search.
 * @param proxies addresses and networks
 */
export function makeClientAddress(proxies: readonly string[]): FindClientAddress {
  const isProxy = makeAddressCheck(proxies);
  return (request, { address }) => {
    let client = address;
    const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
    while (isProxy(client)) {
      const before = forwarded.pop();
      if (before === undefined || isIP(before) === 0) return client;
      client = before;
    }
    return client;
  };
}
