import { describe, expect, it } from 'vitest';
import { parseExample } from '@bigpanda/program/testing';
import { configurationSchema } from '../src/index.ts';

const example = parseExample(configurationSchema, new URL('../packaging/panda-server.toml', import.meta.url));
const { database, log, identity, sites, ...rest } = configurationSchema.parse({});

describe('the example configuration', () => {
  it('as installed changes no default', () => {
    expect(example.installed).toEqual({ database, log, identity, sites, ...rest });
  });

  it('tells the defaults, and knows every key', () => {
    expect(example.complete).toEqual({
      ...rest,
      database: { ...database, dialect: 'sqlite', socket: '/run/mysqld/mysqld.sock', password: 'secret' },
      tls: { ...rest.tls, certificate: '/etc/grid-security/hostcert.pem', key: '/etc/panda/hostkey.pem', client_authorities: '/etc/grid-security/certificates', client_revocations: '/etc/grid-security/certificates' },
      identity: {
        anyone: true,
        production: ['/DC=org/DC=example/CN=Production Manager'],
        pilots: ['/DC=org/DC=example/CN=Robot: Pilot *'],
        tokens: [{ vo: 'lsst', issuer: 'https://iam.example.org/', audience: ['https://pandaserver.example.org'], groups: [{ group: 'lsst', role: 'user' }, { group: 'lsst/pilots', role: 'pilot' }, { group: 'lsst/production', role: 'production' }] }],
        proxy: { addresses: ['10.0.0.5'], dn_header: 'x-client-dn', fqans_header: 'x-client-fqans' },
      },
      credentials: { folder: '/etc/panda/credentials' },
      limits: { ...rest.limits, requests_per_minute: 600 },
      sites: { file: '/etc/panda/sites.toml' },
      log: { ...log, file: '/var/log/panda/panda-server.log' },
    });
  });
});
