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
      identity: { anyone: true },
      sites: { file: '/etc/panda/sites.toml' },
      log: { ...log, file: '/var/log/panda/panda-server.log' },
    });
  });
});
