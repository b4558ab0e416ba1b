import { findIssuerKeys, makeAddressCheck, refuseToken, type Connection } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { identifyByCertificate } from './certificate-identity.ts';
import { anyone, stranger, type Identify, type Identity } from './identity.ts';
import { identifyByProxy } from './proxy-identity.ts';
import { identifyByToken, type TokenPolicy } from './token-identity.ts';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/**
 * How this server finds out who sends a request: by its token, else by what a configured front proxy says, else by its
 * client certificate. Who tells nothing of the kind may do everything where the configuration says `identity.anyone = true`
 * (only by plain HTTP), or where it names no means to know anybody and the server listens on loopback only; else nothing
 * that needs an identity.
 * @throws PandaError `CONFIGURATION_INVALID` for a file of keys, exit status 2
 */
export function createIdentify({ identity, listen, tls }: Pick<Configuration, 'identity' | 'listen' | 'tls'>, readClock: () => number): Identify {
  const policies = identity.tokens.map((settings): TokenPolicy => findIssuerKeys(settings, readClock));
  const isProxy = makeAddressCheck(identity.proxy.addresses);
  const isOpen = policies.length === 0 && identity.proxy.addresses.length === 0 && tls.certificate === undefined && loopback.test(listen.host);
  const nameless = (identity.anyone ?? isOpen) ? anyone : stranger;
  const roles = { production: identity.production, pilot: identity.pilots };
  const headers = { name: identity.proxy.dn_header, groups: identity.proxy.fqans_header };
  const byToken = async (request: Request, connection: Connection): Promise<Identity | undefined> => {
    if (policies.length > 0) return identifyByToken(request, connection, { policies, nowMilliseconds: readClock() });
    if (nameless === stranger && request.headers.has('authorization')) throw refuseToken('this server takes no tokens');
    return undefined;
  };
  return async (request, connection) => {
    const known = (await byToken(request, connection)) ?? (isProxy(connection.address) ? identifyByProxy(request, connection, { headers, roles }) : undefined);
    if (known !== undefined) return known;
    if (connection.certificate !== undefined) return identifyByCertificate(connection.certificate, roles, readClock());
    return connection.isSecure ? stranger : nameless;
  };
}
