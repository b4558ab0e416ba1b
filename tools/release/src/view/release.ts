import { localRegistryFolder } from '../npm/local-registry.ts';
import { localRegistry } from '../npm/registry-choice.ts';
import { isCommitting } from '../transaction/release-commit.ts';
import { listPublished, listReleased, orderId, type ReleasedComponent, type ReleaseOrder } from '../transaction/release-order.ts';
import type { ReleaseProgress } from '../transaction/release-progress.ts';
import { listSteps } from '../transaction/step-list.ts';
import { count } from './count.ts';
import { indent, renderTable } from './table.ts';
import { wrapForTerminal } from './wrap.ts';

/** What a release does, before it is done. */
export function renderOrder(order: ReleaseOrder, columns?: number): string {
  const told = (text: string): string[] => wrapForTerminal(text, columns);
  const rows = listReleased(order).map(({ name, lastVersion, nextVersion, releaseTag }) => [name, lastVersion ?? '', '->', order.kind === 'rebuild' ? `${nextVersion}-${order.releaseNumber}` : nextVersion, order.kind === 'rebuild' ? '' : `tag ${releaseTag}`]);
  return [
    ...told(`Would release ${count(rows.length, 'component')} from "${order.branch}" at ${order.head.slice(0, 10)} to channel "${order.channel}"${order.targets.length === 0 ? '' : ` for ${order.targets.join(', ')}`}:`),
    indent(renderTable(rows)),
    ...renderPublished(order, 'Would publish').flatMap(told),
    ...told(`Plan ${order.planDigest.slice(0, 12)}. ${order.kind === 'rebuild' ? 'Commits and tags nothing' : `${isCommitting(order) ? 'Commits changelogs' : 'Commits nothing'}, ${order.signsTags ? 'signs the tags' : 'does not sign the tags'}`}, pushes to "${order.remote}" at once.`),
    '',
  ].join('\n');
}

/** What a release did, and what hosts and developers type next. */
export function renderReleased(order: ReleaseOrder, { commit, snapshots, columns }: { readonly commit: string; readonly snapshots: Readonly<Record<string, string>>; readonly columns?: number | undefined }): string {
  const told = (text: string): string[] => wrapForTerminal(text, columns);
  const released = listReleased(order);
  return [
    `Released ${count(released.length, 'component')} to "${order.channel}" (release ${orderId(order)}):`,
    indent(renderTable(released.map(({ name, lastVersion, nextVersion, releaseTag }) => [name, lastVersion ?? '', '->', order.kind === 'rebuild' ? `${nextVersion}-${order.releaseNumber}` : nextVersion, releaseTag]))),
    ...renderPublished(order, 'Published').flatMap(told),
    ...told(`Commit ${commit.slice(0, 10)}, tags and ledger are on "${order.remote}"${Object.entries(snapshots).map(([target, id], index) => `${index === 0 ? ';' : ','} snapshot ${id} for ${target}`).join('')}.`),
    ...renderTakeBack(released),
    '',
  ].join('\n');
}

/** How hosts get rid of a component; none without RPMs is on any. */
function renderTakeBack(released: readonly ReleasedComponent[]): string[] {
  const first = released.find(({ name, npm }) => name !== npm);
  return first === undefined ? [] : [`Take one back from hosts: bigpanda rollback ${first.name} --reason TEXT`];
}

function renderPublished(order: ReleaseOrder, words: string): string[] {
  if (order.npm === undefined) return [];
  const { registry, distTag } = order.npm;
  const where = registry === localRegistry ? `the registry of this checkout, ${localRegistryFolder} (bigpanda npm serve)` : registry;
  return [`${words} ${listPublished(order).map(({ npm, nextVersion }) => `${npm} ${nextVersion}`).join(', ')} as "${distTag}" to ${where}.`];
}

/** How far a release came. */
export function renderProgress({ order, steps, aborting }: ReleaseProgress, columns?: number): string {
  const words = { done: 'done', begun: 'begun, perhaps not finished', waiting: '' } as const;
  return [
    ...wrapForTerminal(`Release ${orderId(order)} of ${listReleased(order).map(({ name, nextVersion }) => `${name} ${nextVersion}`).join(', ')}, begun at ${order.begunAt} by ${order.runBy}${aborting ? ', is being taken back' : ''}:`, columns),
    indent(renderTable(listSteps(order).map(({ name, title }) => [name, title, words[steps[name]]]))),
    '',
  ].join('\n');
}
