import { describe, expect, it } from 'vitest';
import { anyone } from '../src/index.ts';
import { makeClientAddress } from '../src/identity/client-address.ts';
import { makeJob, startServer } from './server-under-test.ts';

describe('makeClientAddress', () => {
  const connection = { isSecure: false, certificate: undefined, countHeader: () => 1 };
  it.each([
    ['192.0.2.1', '198.51.100.7', '192.0.2.1', 'one that is no proxy is believed nothing'],
    ['10.0.0.5', '198.51.100.7', '198.51.100.7', 'a proxy is'],
    ['10.0.0.5', '127.0.0.1, 198.51.100.7', '198.51.100.7', 'what the client said itself is not'],
    ['10.0.0.5', '127.0.0.1, 198.51.100.7, 10.0.1.9', '198.51.100.7', 'proxies may stand one behind another'],
    ['10.0.0.5', '10.0.1.9', '10.0.1.9', 'a proxy may be a client'],
    ['10.0.0.5', undefined, '10.0.0.5', 'a proxy may say nothing'],
    ['10.0.0.5', '198.51.100.7, unknown', '10.0.0.5', 'what is no address ends the search'],
    ['10.0.0.5', '2001:db8::7', '2001:db8::7', 'addresses may be of IPv6'],
    [undefined, '198.51.100.7', undefined, 'there may be no connection'],
  ])('makes of connection %s and X-Forwarded-For %s the client %s: %s', (address, forwarded, client, _) => {
    const request = new Request('http://server/', forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } });
    expect(makeClientAddress(['10.0.0.5', '10.0.1.0/24'])(request, { ...connection, address })).toBe(client);
  });
});

describe('a banned user', () => {
  it('is refused everywhere with status 403, from ten seconds after it is said to ten seconds after it is taken back', async () => {
    const server = await startServer();
    server.identity.current = { ...anyone, dn: '/DC=org/CN=Ann Smith 12', name: 'Ann Smith' };
    await server.submit(makeJob());
    const statuses = async (): Promise<number[]> => Promise.all(['/server/panda/isAlive', '/server/panda/getJob?siteName=S', '/server/panda/getJobStatus?ids=1', '/api/v1/system/get_attributes'].map(async (path) => (await server.request(path)).status));
    const setStatus = (status: string | null): Promise<unknown> => server.database.sql.updateTable('users').set({ STATUS: status }).where('NAME', '=', 'Ann Smith').execute();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    for (const status of ['disabled', 'banned']) {
      await setStatus(status);
      server.clock.milliseconds += 10_000;
      expect(await statuses()).toEqual([403, 403, 403, 403]);
    }
    expect(await (await server.request('/server/panda/isAlive')).text()).toBe('ERROR : Authentication failed. The user "Ann Smith" is banned');
    server.identity.current = { ...anyone, dn: '/DC=org/CN=Bob', name: 'Bob' };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await setStatus(null);
    server.clock.milliseconds += 10_000;
    server.identity.current = { ...anyone, dn: '/DC=org/CN=Ann Smith 12', name: 'Ann Smith' };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
  });
});
