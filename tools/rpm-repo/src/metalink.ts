import { hash } from 'node:crypto';
import { parseRepomd } from '@bigpanda/rpm-format';
import type { ChannelPointer } from './channel-pointer.ts';
import { layout, snapshotId } from './layout.ts';

/** The text of a metalink: where the repomd.xml of a pointer's snapshot is, and its digest, which clients compare (Metalink 3.0, as MirrorManager writes it). */
export function formatMetalink({ target, snapshot }: ChannelPointer, { baseUrl, repomd }: { readonly baseUrl: string; readonly repomd: Uint8Array }): string {
  const { timestampSeconds } = parseRepomd(Buffer.from(repomd).toString());
  const url = `${baseUrl}/${layout.repodata(target, snapshotId(snapshot))}/repomd.xml`;
  const protocol = new URL(baseUrl).protocol.replace(':', '');
  return `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager">
  <files>
    <file name="repomd.xml">
      <mm0:timestamp>${timestampSeconds}</mm0:timestamp>
      <size>${repomd.length}</size>
      <verification>
        <hash type="sha256">${hash('sha256', repomd)}</hash>
        <hash type="sha512">${hash('sha512', repomd)}</hash>
      </verification>
      <resources maxconnections="1">
        <url protocol="${protocol}" type="${protocol}" preference="100">${escapeUrl(url)}</url>
      </resources>
    </file>
  </files>
</metalink>
`;
}

function escapeUrl(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
