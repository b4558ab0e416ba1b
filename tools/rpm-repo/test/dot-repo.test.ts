import { describe, expect, it } from 'vitest';
import type { PublicKeys } from '@bigpanda/signer';
import { releaseFiles, releaseRpmUrl, renderDotRepo } from '../src/index.ts';
import { sampleConfig } from './sample-repository.ts';

/** The key that signs, and perhaps others. */
function keysOf(current: string, ...others: readonly string[]): PublicKeys {
  const describe = (publicKeyArmored: string, index: number) => ({ fingerprint: `${index}`.repeat(40), publicKeyArmored });
  return { current: describe(current, 0), others: others.map((text, index) => describe(text, index + 1)), additional: [] };
}

describe('renderDotRepo', () => {
  it('checks both signatures and names the mirrorlist of the channel', () => {
    expect(renderDotRepo(sampleConfig, 'testing', 'el9')).toBe(`[sample-testing]
name=Sample testing (el9)
mirrorlist=https://packages.example/sample/channels/testing/el9.mirrorlist
enabled=1
gpgcheck=1
repo_gpgcheck=1
skip_if_unavailable=0
metadata_expire=300
gpgkey=https://packages.example/sample/keys/RPM-GPG-KEY-sample
`);
  });

  it('takes another base URL and the installed key', () => {
    const text = renderDotRepo(sampleConfig, 'stable', 'el9', { baseUrl: 'http://localhost:1', key: 'installed', enabled: false });
    expect(text).toContain('mirrorlist=http://localhost:1/channels/stable/el9.mirrorlist\nenabled=0\n');
    expect(text).toContain('gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-sample\n');
  });

  it('refuses a channel and a target that are not configured', () => {
    expect(() => renderDotRepo(sampleConfig, 'nightly', 'el9')).toThrow(expect.objectContaining({ code: 'CHANNEL_UNKNOWN', exitStatus: 2 }));
    expect(() => renderDotRepo(sampleConfig, 'testing', 'el7')).toThrow(expect.objectContaining({ code: 'TARGET_UNKNOWN', exitStatus: 2 }));
  });
});

describe('releaseFiles', () => {
  it('gives the .repo file with the first channel enabled, and the key', () => {
    const [repo, key, ...rest] = releaseFiles(sampleConfig, keysOf('KEY\n'));
    expect(rest).toEqual([]);
    expect(repo).toMatchObject({ type: 'noreplace', destination: '/etc/yum.repos.d/sample.repo' });
    const sections = Buffer.from(repo?.bytes ?? '').toString().split(/(?=^\[)/m);
    expect(sections.map((section) => [section.split('\n')[0], /^enabled=(.)$/m.exec(section)?.[1]])).toEqual([['[sample-stable]', '0'], ['[sample-testing]', '1']]);
    expect(key).toEqual({ type: 'file', destination: '/etc/pki/rpm-gpg/RPM-GPG-KEY-sample', bytes: Buffer.from('KEY\n') });
  });
});

describe('releaseFiles of a configuration that says which channels hosts follow', () => {
  it.each([[{ stable: true }, ['1', '0']], [{ stable: true, testing: true }, ['1', '1']], [{ testing: false }, ['0', '0']]] as const)('enables those of %j', (said, wanted) => {
    const channels = Object.fromEntries(Object.entries(sampleConfig.channels).map(([name, channel]) => [name, { ...channel, ...(name in said ? { enabled: said[name as keyof typeof said] } : {}) }]));
    const [repo] = releaseFiles({ ...sampleConfig, channels }, keysOf('KEY\n'));
    expect([...Buffer.from(repo?.bytes ?? '').toString().matchAll(/^enabled=(.)$/gm)].map(([, digit]) => digit)).toEqual(wanted);
  });
});

describe('releaseRpmUrl', () => {
  it('is the same for every snapshot of a channel', () => {
    expect(releaseRpmUrl(sampleConfig, 'testing', 'el9')).toBe('https://packages.example/sample/channels/testing/el9.release.rpm');
  });
});
