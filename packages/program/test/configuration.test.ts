import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkConfiguration, formatListenAddress, listenAddressSchema, readConfiguration } from '../src/index.ts';

const schema = z.strictObject({ listen: listenAddressSchema.default({ host: '127.0.0.1', port: 1 }), database: z.strictObject({ path: z.string('a path') }) });

describe('checkConfiguration', () => {
  it('tells every problem at once with path, value and what is allowed', () => {
    expect(() => checkConfiguration(schema, { listen: 'here', database: { path: 5 }, extra: 1 }, 'x.toml')).toThrow(expect.objectContaining({
      code: 'CONFIGURATION_INVALID',
      exitStatus: 2,
      problems: [
        { path: 'listen', found: '"here"', allowed: expect.stringContaining('address:port') },
        { path: 'database.path', found: '5', allowed: 'a path' },
        { path: 'extra', found: 'a key that does not exist', allowed: expect.any(String) },
      ],
    }));
  });

  it('reads an IPv6 address in brackets', () => {
    expect(checkConfiguration(schema, { listen: '[::1]:0', database: { path: 'p' } }, 'x.toml').listen).toEqual({ host: '::1', port: 0 });
  });
});

describe('readConfiguration', () => {
  it('gives the defaults without a file', () => {
    expect(readConfiguration(z.strictObject({ port: z.int().default(7) }), undefined)).toEqual({ port: 7 });
  });
});

describe('formatListenAddress', () => {
  it.each(['127.0.0.1:8080', '[::1]:0', 'localhost:65535'])('writes %s as it is read', (text) => {
    expect(formatListenAddress(listenAddressSchema.parse(text))).toBe(text);
  });
});
