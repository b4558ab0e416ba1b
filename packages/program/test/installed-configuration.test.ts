import { describe, expect, it } from 'vitest';
import { findInstalledConfiguration } from '../src/installed-configuration.ts';

const installed = new URL('file:///usr/lib/panda-server/');

describe('findInstalledConfiguration', () => {
  it('gives the file that the package of an installed program brings', () => {
    expect(findInstalledConfiguration('panda-server', installed, (path) => path === '/etc/panda/panda-server.toml')).toBe('/etc/panda/panda-server.toml');
  });

  it('gives none where there is no such file', () => {
    expect(findInstalledConfiguration('panda-server', installed, () => false)).toBeUndefined();
  });

  it('gives none in a checkout, whatever is installed on the machine', () => {
    expect(findInstalledConfiguration('panda-server', new URL('file:///home/ada/bigpanda/packages/server/src/'), () => true)).toBeUndefined();
  });
});
