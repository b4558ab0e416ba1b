import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../src/index.ts';
import { temporaryFolder } from './monitor-under-test.ts';

const example = new URL('../packaging/bigpandamon.toml', import.meta.url);

describe('the example configuration', () => {
  it('as installed changes no default', () => {
    expect(readConfiguration(example.pathname)).toEqual(readConfiguration(undefined));
  });

  it('tells the defaults, and knows every key', () => {
    const file = join(temporaryFolder(), 'all.toml');
    writeFileSync(file, readFileSync(example, 'utf8').replace(/^# (?=[a-z_]+ = )/gm, ''));
    const { database, log, ...rest } = readConfiguration(undefined);
    expect(readConfiguration(file)).toEqual({
      ...rest,
      database: { ...database, dialect: 'sqlite' },
      log: { ...log, file: '/var/log/panda/bigpandamon.log' },
      plugins: { folder: '/usr/lib/bigpandamon-core/vo' },
    });
  });
});
