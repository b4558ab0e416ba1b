import { describe, expect, it } from 'vitest';
import { checkConfiguration } from '@bigpanda/program';
import { parseExample } from '@bigpanda/program/testing';
import { configurationSchema } from '../src/index.ts';

const defaults = configurationSchema.parse({});
const example = parseExample(configurationSchema, new URL('../packaging/bigpandamon.toml', import.meta.url));

describe('configurationSchema', () => {
  it('names the dialects there are', () => {
    expect(() => checkConfiguration(configurationSchema, { database: { dialect: 'oracle', path: 5 } }, 'bigpandamon.toml')).toThrow(expect.objectContaining({
      exitStatus: 2,
      problems: [
        { path: 'database.dialect', found: '"oracle"', allowed: 'one of "sqlite", "mysql"' },
        { path: 'database.path', found: '5', allowed: 'a path' },
      ],
    }));
  });
});

describe('access', () => {
  it.each([
    [{ access: { read: ['known'] } }, { path: 'access', allowed: 'only "everyone", where nothing of [identity] says how readers are known' }],
    [{ access: { read: [] } }, { path: 'access.read', allowed: 'at least one reader' }],
    [{ access: { read: ['users'] } }, { path: 'access.read.0', allowed: '"everyone", "known", "group:NAME" or "name:NAME"' }],
    [{ access: { pages: { errors: ['everyone'] } } }, { path: 'access.pages.errors', found: 'a key that is not allowed', allowed: 'the beginning of the path of pages, from "/" to "/"' }],
    [{ identity: { proxy: { addresses: ['proxy.example.org'] } } }, { path: 'identity.proxy.addresses.0' }],
    [{ prefix: '/bigpanda/' }, { path: 'prefix', allowed: 'a path such as "/bigpanda", without "/" at the end' }],
    [{ prefix: '//example.org' }, { path: 'prefix' }],
    [{ hosts: { names: ['*'] } }, { path: 'hosts.names.0' }],
  ])('is refused as %j', (settings, problem) => {
    expect(() => checkConfiguration(configurationSchema, settings, 'bigpandamon.toml')).toThrow(expect.objectContaining({ exitStatus: 2, problems: expect.arrayContaining([expect.objectContaining(problem)]) }));
  });
});

describe('the example configuration', () => {
  it('as installed changes no default', () => {
    expect(example.installed).toEqual(defaults);
  });

  it('tells the defaults, and knows every key', () => {
    expect(example.complete).toEqual({
      ...defaults,
      prefix: '/bigpanda',
      hosts: { names: ['bigpanda.example.org', '*.bigpanda.example.org'], vos: { 'atlas.bigpanda.example.org': 'atlas' } },
      access: { read: ['everyone'], vos: { atlas: ['group:atlas', 'name:Ann Smith'] }, pages: { '/errors/': ['known'] } },
      identity: { tokens: [{ issuer: 'https://iam.example.org/', audience: ['https://bigpanda.example.org'] }], proxy: { addresses: ['10.0.0.5'], name_header: 'x-client-dn', groups_header: 'x-client-groups' } },
      database: { ...defaults.database, dialect: 'sqlite', socket: '/run/mysqld/mysqld.sock', password: 'secret' },
      log: { ...defaults.log, file: '/var/log/panda/bigpandamon.log' },
      plugins: { folder: '/usr/lib/bigpandamon-core/vo' },
    });
  });
});
