import { canonicalDigest, ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { planRelease, readPlanInput, type PlannableRepository } from '@bigpanda/tagger';
import { requireComponent } from '../command/why.ts';
import { listReleases } from '../ledger/find-release.ts';
import type { StoredLedgerRecord } from '../ledger/read-ledger.ts';
import type { ChosenPlan } from './choose-plan.ts';

/** The plan in which a component gets the next patch version by a person's word, whatever its commits say. @throws ReleaseError `COMPONENT_UNKNOWN` */
export async function planForward(repository: PlannableRepository, name: string, reason: string): Promise<ChosenPlan> {
  requireComponent(repository, name);
  const found = await planRelease({ ...await readPlanInput(repository, { kind: 'release' }), assume: { levels: new Map([[name, 'patch']]) } });
  const plan: ReleasePlan = {
    ...found,
    components: found.components.map((component) => (component.name !== name ? component : { ...component, reasons: [{ kind: 'override', weight: 'patch', summary: `forward to an earlier payload: ${reason}` }] })),
  };
  return { plan, digest: canonicalDigest(plan) };
}

/** The release whose payload a component gets again: that of the version, or the one before the last. @throws ReleaseError `RELEASE_UNKNOWN` */
export function chooseForwarded(records: readonly StoredLedgerRecord[], { name, version }: { readonly name: string; readonly version?: string | undefined }): { readonly version: string; readonly releaseTag: string } {
  const releases = listReleases(records).filter(({ record, component }) => component.name === name && record.kind === 'release').map(({ component }) => component);
  const found = version === undefined ? releases[1] : releases.find((component) => component.version === version);
  if (found !== undefined) return { version: found.version, releaseTag: found.releaseTag };
  const known = releases.length === 0 ? 'no release of it' : `only ${releases.map((component) => component.version).join(', ')}`;
  throw new ReleaseError('RELEASE_UNKNOWN', `go forward to an earlier ${name}: the ledger has ${known}`, { exitStatus: 2, hint: 'Name an earlier release of the ledger with --to: bigpanda log NAME lists them.' });
}
