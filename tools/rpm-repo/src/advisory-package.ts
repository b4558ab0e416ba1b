import type { Advisory, AdvisoryPackage } from '@bigpanda/rpm-format';
import type { PackageEntry } from './package-entry.ts';

/** A package as a notice names it. */
export function toAdvisoryPackage({ listed, fragments }: PackageEntry): AdvisoryPackage {
  const { name, epoch, version, release, arch } = listed;
  const [, sourceRpm = ''] = /<rpm:sourcerpm>([^<]*)</.exec(Buffer.from(fragments.primary).toString()) ?? [];
  return { name, epoch, version, release, arch, sourceRpm };
}

/** The id of the notice that a package was taken back. */
export function yankNoticeId(nevra: string): string {
  return `YANK-${nevra}`;
}

/** Why a package was taken back, `undefined` where none of the notices says that it was; the reason of a record is one line. */
export function findYankReason(notices: readonly Advisory[], nevra: string): string | undefined {
  return notices.find(({ id }) => id === yankNoticeId(nevra))?.description.split('\n')[0];
}
