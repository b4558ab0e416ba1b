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
        { path: 'database.dialect', found: '"oracle"', allowed: 'one of "sqlite"' },
        { path: 'database.path', found: '5', allowed: 'a path' },
      ],
    }));
  });
});

describe('the example configuration', () => {
  it('as installed changes no default', () => {
    expect(example.installed).toEqual(defaults);
  });

  it('tells the defaults, and knows every key', () => {
    expect(example.complete).toEqual({
      ...defaults,
      database: { ...defaults.database, dialect: 'sqlite' },
      log: { ...defaults.log, file: '/var/log/panda/bigpandamon.log' },
      plugins: { folder: '/usr/lib/bigpandamon-core/vo' },
    });
  });
});
