import type { RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr, type ListedPackage } from '@bigpanda/rpm-format';
import { createVerifier } from '@bigpanda/signer';
import { listPointers } from '../channel-pointer.ts';
import { readRepositoryKeys } from '../verify-keys.ts';
import { layout, packageHref, snapshotId } from '../layout.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import { readSnapshotPackages } from '../snapshot-reader.ts';

/** What the page is made of. */
export interface RepositoryPage {
  readonly title: string;
  readonly baseUrl: string;
  readonly fingerprints: readonly string[];
  /** Below `keys/`. */
  readonly keyFiles: readonly string[];
  readonly channels: readonly PageChannel[];
}

interface PageChannel {
  readonly channel: string;
  readonly target: string;
  readonly snapshot: string;
  readonly packageCount: number;
  /** The newest of each name and architecture, the first few hundred. */
  readonly newest: readonly ListedPackage[];
  /** Whether it has a package that makes a host a client. */
  readonly hasReleaseRpm: boolean;
}

/** Lines of a channel's table. */
const shownPackages = 300;

/** Reads what the page shows. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readPage(root: string, config: RepositoryConfig, baseUrl: string): Promise<RepositoryPage> {
  const files = openRepositoryFiles(root);
  const channels: PageChannel[] = [];
  for (const { channel, target, snapshot } of await listPointers(files)) {
    const packages = await readSnapshotPackages(files, snapshot);
    const beside = (await files.list(`${layout.channels}/${channel}`)).map(({ name }) => name);
    channels.push({ channel, target, snapshot: snapshotId(snapshot), packageCount: packages.length, newest: chooseNewest(packages).slice(0, shownPackages), hasReleaseRpm: beside.includes(`${target}.release.rpm`) });
  }
  const keyFiles = (await files.list(layout.keys)).filter(({ kind }) => kind === 'file').map(({ name }) => name);
  const { fingerprints } = await createVerifier(await readRepositoryKeys(files));
  return { title: `${config.vendor} packages`, baseUrl, fingerprints, keyFiles, channels };
}

function chooseNewest(packages: readonly ListedPackage[]): readonly ListedPackage[] {
  const newest = new Map<string, ListedPackage>();
  for (const one of packages) {
    const known = newest.get(`${one.name}.${one.arch}`);
    if (known === undefined || compareEvr(one, known) > 0) newest.set(`${one.name}.${one.arch}`, one);
  }
  return [...newest.values()];
}

const style = `:root{color-scheme:light dark;--soft:light-dark(#f3f4f6,#23262b);--line:light-dark(#d4d7dc,#3d4148);--quiet:light-dark(#555b65,#a9b0bb)}
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.4rem;padding:.8rem 1rem;overflow-x:auto}
.list{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--quiet);font-weight:600}td.size,th:last-child{text-align:right}.quiet{color:var(--quiet)}code{overflow-wrap:anywhere}`;

/** The page as HTML. */
export function renderPage(page: RepositoryPage, config: RepositoryConfig): string {
  return [
    '<!doctype html>',
    `<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(page.title)}</title>`,
    `<style>${style}</style>`,
    `<h1>${escapeHtml(page.title)}</h1>`,
    ...(page.channels.length === 0 ? ['<p>Nothing has been published yet.</p>'] : page.channels.map((channel) => renderChannel(channel, page, config))),
    '<h2>Signing key</h2>',
    '<p>dnf shows this fingerprint and asks before it trusts the key. Compare it with what the people who publish here tell you elsewhere.</p>',
    ...page.fingerprints.map((fingerprint) => `<p><code>${escapeHtml(fingerprint.toUpperCase().replace(/(.{4})(?=.)/g, '$1 '))}</code></p>`),
    `<p>${page.keyFiles.map((name) => `<a href="/${layout.keys}/${encodeURIComponent(name)}">${escapeHtml(name)}</a>`).join(', ')}</p>`,
    '</html>',
    '',
  ].join('\n');
}

function renderChannel(one: PageChannel, page: RepositoryPage, config: RepositoryConfig): string {
  const { channel, target, snapshot, packageCount, newest } = one;
  const folder = `/${layout.snapshot(target, snapshot)}`;
  const views = [['.repo file', `/channels/${channel}/${target}.repo`], ['mirrorlist', `/${layout.mirrorlist(channel, target)}`], ['metalink', `/${layout.metalink(channel, target)}`], ['record', `/${layout.record(target, snapshot)}`]] as const;
  return [
    `<h2>${escapeHtml(`${channel} for ${target}`)}</h2>`,
    `<p>Snapshot ${escapeHtml(snapshot)}, ${packageCount} ${packageCount === 1 ? 'package' : 'packages'}: ${views.map(([name, path]) => `<a href="${escapeHtml(path)}">${name}</a>`).join(', ')}. To follow it, as root:</p>`,
    `<pre>${escapeHtml(renderRecipe(one, page, config))}</pre>`,
    ...(newest.length === 0 ? [] : [
      '<div class="list"><table><tr><th>Package</th><th>Newest version</th><th>Arch</th><th>Size</th></tr>',
      ...newest.map((each) => `<tr><td><a href="${escapeHtml(`${folder}/${packageHref(each)}`)}">${escapeHtml(each.name)}</a></td><td>${escapeHtml(`${each.epoch === 0 ? '' : `${each.epoch}:`}${each.version}-${each.release}`)}</td><td>${escapeHtml(each.arch)}</td><td class="size">${Math.max(1, Math.round(each.sizeBytes / 1000))} kB</td></tr>`),
      '</table></div>',
      ...(newest.length === shownPackages ? [`<p class="quiet">The first ${shownPackages} names; dnf lists all.</p>`] : []),
    ]),
  ].join('\n');
}

/** What makes a host follow the channel: the release package where that follows it, else the .repo file. */
function renderRecipe({ channel, target, hasReleaseRpm }: PageChannel, { baseUrl }: RepositoryPage, config: RepositoryConfig): string {
  const id = `${config.name}-${channel}`;
  if (hasReleaseRpm) return `dnf install ${baseUrl}/${layout.releaseRpm(channel, target)}\ndnf repo-pkgs ${id} list --enablerepo=${id}`;
  return `curl -o /etc/yum.repos.d/${id}.repo ${baseUrl}/channels/${channel}/${target}.repo\ndnf repo-pkgs ${id} list`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
