import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Fix } from './finding.ts';

const byteOrderMark = '\uFEFF';

/** A text with every fix that does not meet an earlier one. Offsets do not count a byte order mark, which stays. */
export function fixText(text: string, fixes: readonly Fix[]): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const body = text.slice(mark.length);
  let result = '';
  let done = 0;
  // A fix of something with no length (an insertion) at the end of another would depend on the order.
  let blocked = -1;
  for (const { startOffset, endOffset, text: replacement } of fixes.toSorted((left, right) => left.startOffset - right.startOffset || left.endOffset - right.endOffset)) {
    if (startOffset < 0 || startOffset <= blocked || endOffset > body.length) continue;
    result += body.slice(done, startOffset) + replacement;
    done = endOffset;
    blocked = endOffset;
  }
  return mark + result + body.slice(done);
}

/** Writes the fixes of findings into their files, and tells the files that changed. Files in another encoding than UTF-8 stay as they are. */
export function fixFiles(root: string, findings: readonly Finding[]): string[] {
  const byFile = Map.groupBy(findings.filter(({ fix }) => fix !== undefined), ({ file }) => file);
  return [...byFile].flatMap(([file, own]) => {
    const path = join(root, file);
    const before = decodeUtf8(readFileSync(path));
    if (before === undefined) return [];
    const after = fixText(before, own.flatMap(({ fix }) => fix ?? []));
    if (after === before) return [];
    writeFileSync(path, after);
    return [file];
  });
}

/** Undefined for other encodings, which writing would destroy. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
