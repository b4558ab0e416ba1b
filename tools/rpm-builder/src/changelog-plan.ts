import type { RpmDescription } from '@bigpanda/release-model';
import type { ChangelogEntry } from '@bigpanda/rpm-format';

const daySeconds = 86_400;

/** The changes that rpm.json lists, each at noon of its day in UTC as rpmbuild has it (rpm, build/parseChangelog.c). */
export function planChangelog({ changelog }: RpmDescription): readonly ChangelogEntry[] {
  return changelog.map(({ date, author, version, text }) => ({
    timeSeconds: Date.parse(`${date}T00:00:00Z`) / 1000 + daySeconds / 2,
    author: version === undefined ? author : `${author} - ${version}`,
    text: text.trimEnd(),
  }));
}
