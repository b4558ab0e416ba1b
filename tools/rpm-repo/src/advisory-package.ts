import type { AdvisoryPackage } from '@bigpanda/rpm-format';
import type { PackageEntry } from './package-entry.ts';

/** A package as a notice names it. */
export function toAdvisoryPackage({ listed, fragments }: PackageEntry): AdvisoryPackage {
  const { name, epoch, version, release, arch } = listed;
  const [, sourceRpm = ''] = /<rpm:sourcerpm>([^<]*)</.exec(Buffer.from(fragments.primary).toString()) ?? [];
  return { name, epoch, version, release, arch, sourceRpm };
}
