import { sense, writeRpm } from '../../src/index.ts';
import { fixedSeconds, type RpmBytes } from './createrepo-peer.ts';

/** A package of our own writer with some of everything that metadata show. */
export async function writeNativePackage(): Promise<RpmBytes> {
  const written = await writeRpm({
    name: 'native',
    evr: { epoch: 1, version: '0.1.0~12.gabcdef', release: '1.el9' },
    arch: 'noarch',
    summary: 'Written by <us> & "them"',
    description: 'Zürich\nsecond line',
    license: 'Apache-2.0',
    sourceRpm: 'native-0.1.0~12.gabcdef-1.el9.src.rpm',
    timeSeconds: fixedSeconds,
    dependencies: {
      requires: [{ name: 'nodejs(engine)', operator: '>=', evr: '22.13' }, { name: 'shadow-utils', sense: sense.pre }],
      recommends: [{ name: 'café' }],
    },
    scriptlets: { post: { body: 'true\n' } },
    files: [
      { path: '/etc/native', type: 'dir', mode: 0o755 },
      { path: '/etc/native/é&.toml', type: 'file', mode: 0o640, content: Buffer.from('a') },
      { path: '/usr/bin/native', type: 'symlink', mode: 0o777, target: '../lib/native' },
      { path: '/var/log/native', type: 'ghost', mode: 0o644 },
    ],
    changelog: [{ timeSeconds: fixedSeconds, author: 'Né <a@sample.example> - 1', text: '- one\n- two & three' }],
  }, { compression: { codec: 'gzip', level: 6 } });
  return { href: 'native.rpm', bytes: Buffer.concat(written.chunks) };
}
