import { ReleaseError } from '@bigpanda/release-model';
import type { Advisory, AdvisoryReference, AdvisoryType, Severity } from '@bigpanda/rpm-format';
import { toAdvisoryPackage } from './advisory-package.ts';
import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { chooseNewest } from './package-choice.ts';

/** A notice as its author gives it. */
export interface AdvisoryText {
  /** Such as `PANDA-2026:0001`; a notice of the same id is replaced. */
  readonly id: string;
  readonly type: AdvisoryType;
  /** `None` when absent; a security notice has to say. */
  readonly severity?: Severity;
  readonly title: string;
  readonly description: string;
  readonly references: readonly AdvisoryReference[];
  /** Packages of the channel that bring the change; a name alone means its newest version, because older ones may be what is mended. */
  readonly packages: readonly string[];
}

export interface AdvisoryOptions extends ChangeOptions {
  readonly advisory: AdvisoryText;
}

export interface AdvisoryResult extends ChangeResult {
  readonly advisory: Advisory;
  /** Names that were given without a version: the newest of the channel was taken. */
  readonly newestOf: readonly string[];
}

/** Characters that XML 1.0 cannot hold. */
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Adds a notice to a channel: a new snapshot with the same packages. Its date is that of the packages, not of a clock.
 * @throws ReleaseError `ADVISORY_INVALID` (exit status 2), `PACKAGE_UNKNOWN`, and what `changeChannel` throws
 */
export async function addAdvisory(options: AdvisoryOptions): Promise<AdvisoryResult> {
  requireAdvisory(options.advisory);
  return changeChannel(options, async (channel) => {
    const content = await openContent(channel);
    const { chosen, newestOf } = chooseNewest(content, options.advisory.packages);
    const advisory: Advisory = {
      ...options.advisory,
      severity: options.advisory.severity ?? 'None',
      status: 'stable',
      from: options.config.vendor,
      issuedSeconds: chosen.reduce((latest, { listed }) => Math.max(latest, listed.buildTimeSeconds), 0),
      packages: chosen.map(toAdvisoryPackage),
    };
    const advisories = [...content.advisories.filter(({ id }) => id !== advisory.id), advisory];
    return { ...(await publishContent(channel, { action: 'advisory', content: { ...content, advisories } })), advisory, newestOf };
  });
}

function requireAdvisory({ id, type, severity = 'None', title, description, references, packages }: AdvisoryText): void {
  const problems = [
    ...(/^[A-Za-z0-9][A-Za-z0-9:._-]*$/.test(id) ? [] : [{ path: 'id', found: JSON.stringify(id), allowed: 'letters, digits and : . _ -, such as "PANDA-2026:0001"' }]),
    ...(title.trim() === '' ? [{ path: 'title', found: 'nothing', allowed: 'one line that says what changes' }] : []),
    ...(type === 'security' && severity === 'None' ? [{ path: 'severity', found: 'None', allowed: 'Low, Moderate, Important or Critical for a security notice' }] : []),
    ...(packages.length === 0 ? [{ path: 'packages', found: 'none', allowed: 'at least one package of the channel' }] : []),
    ...references.filter((each) => each.type === 'cve' && !/^CVE-\d{4}-\d{4,}$/.test(each.id)).map((each) => ({ path: 'references', found: JSON.stringify(each.id), allowed: 'a CVE such as "CVE-2026-1234"' })),
    ...[title, description, ...references.flatMap((each) => [each.id, each.href, each.title])].filter((text) => control.test(text)).map((text) => ({ path: 'text', found: JSON.stringify(text.slice(0, 60)), allowed: 'no control characters' })),
  ];
  if (problems.length > 0) throw new ReleaseError('ADVISORY_INVALID', 'add an advisory: it cannot be published', { exitStatus: 2, problems, hint: 'Mend what is named and add it again.' });
}
