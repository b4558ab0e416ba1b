import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryConfig } from '@bigpanda/release-model';
import { createVerifier } from '@bigpanda/signer';
import { formatNevra } from '../publish-plan.ts';
import { installedKeyPath } from '../dot-repo.ts';
import { layout, snapshotId } from '../layout.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import { listPointers } from '../channel-pointer.ts';
import { readSnapshotPackages } from '../snapshot-reader.ts';

/** What the page is made of. */
export interface RepositoryPage {
  readonly title: string;
  readonly baseUrl: string;
  readonly keyUrl: string;
  readonly fingerprints: readonly string[];
  readonly channels: readonly {
    readonly channel: string;
    readonly target: string;
    readonly snapshot: string;
    readonly packages: readonly string[];
  }[];
}

/** Reads what the page shows. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readPage(root: string, config: RepositoryConfig, baseUrl: string): Promise<RepositoryPage> {
  const files = openRepositoryFiles(root);
  const channels = [];
  for (const { channel, target, snapshot } of await listPointers(files)) {
    const packages = (await readSnapshotPackages(files, snapshot)).map(formatNevra);
    channels.push({ channel, target, snapshot: snapshotId(snapshot), packages });
  }
  const key = await readFile(join(root, layout.key(config.name)), 'utf8').catch(() => undefined);
  const fingerprints = key === undefined ? [] : (await createVerifier([key])).fingerprints;
  return { title: `${config.vendor} packages`, baseUrl, keyUrl: `${baseUrl}/${layout.key(config.name)}`, fingerprints, channels };
}

/** The page as HTML. */
export function renderPage(page: RepositoryPage, config: RepositoryConfig): string {
  return [
    '<!doctype html>',
    `<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(page.title)}</title>`,
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{background:#f2f2f2;padding:1rem;overflow:auto}</style>',
    `<h1>${escapeHtml(page.title)}</h1>`,
    ...(page.channels.length === 0 ? ['<p>Nothing has been published yet.</p>'] : page.channels.map((channel) => renderChannel(channel, page, config))),
    '<h2>Signing key</h2>',
    `<p><a href="/${escapeHtml(layout.key(config.name))}">${escapeHtml(layout.key(config.name))}</a></p>`,
    ...page.fingerprints.map((fingerprint) => `<p><code>${escapeHtml(fingerprint.toUpperCase().replace(/(.{4})(?=.)/g, '$1 '))}</code></p>`),
    '</html>',
    '',
  ].join('\n');
}

function renderChannel({ channel, target, snapshot, packages }: RepositoryPage['channels'][number], page: RepositoryPage, config: RepositoryConfig): string {
  const lines = [
    `curl -o ${installedKeyPath(config)} ${page.keyUrl}`,
    `curl -o /etc/yum.repos.d/${config.name}-${channel}.repo ${page.baseUrl}/channels/${channel}/${target}.repo`,
    `dnf --repo ${config.name}-${channel} list --available`,
  ];
  return [
    `<h2>${escapeHtml(`${channel} for ${target}`)}</h2>`,
    `<p>Snapshot ${escapeHtml(snapshot)}, ${packages.length} packages. As root:</p>`,
    `<pre>${escapeHtml(lines.join('\n'))}</pre>`,
    `<ul>${packages.map((nevra) => `<li>${escapeHtml(nevra)}</li>`).join('')}</ul>`,
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
