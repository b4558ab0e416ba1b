import type { FileSpec } from '@bigpanda/model';

/**
 * Output files that a pilot reports: as JSON, `{lfn: {guid, fsize, adler32}}`, as pilots send it since 2016, or as the XML
 * of a POOL file catalogue, as those of 2014 do. None for anything else, so that a report is not lost by it.
 */
export function readOutputReport(text: string): FileSpec[] {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('<')) return readCatalogue(trimmed);
  return trimmed.startsWith('{') ? Object.entries(parseObject(trimmed)).map(([lfn, value]) => ({ lfn, status: 'ready', ...describeFile(value) })) : [];
}

/** Source: pilot 59h, `pUtil.py` createPoolFileCatalog and its metadata. */
function readCatalogue(text: string): FileSpec[] {
  return [...text.matchAll(/<File\s[^>]*\bID="([^"]*)"[^>]*>([^]*?)<\/File>/g)].flatMap(([, guid = '', body = '']) => {
    const lfn = /<lfn\s[^>]*\bname="([^"]*)"/.exec(body)?.[1];
    const metadata = new Map([...body.matchAll(/<metadata\s[^>]*\batt_name="([^"]*)"\s+att_value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    const checksum = metadata.get('adler32') === undefined ? metadata.get('md5sum') : `ad:${metadata.get('adler32')}`;
    return lfn === undefined ? [] : [{ lfn: unescape(lfn), status: 'ready', ...(guid === '' ? {} : { GUID: guid }), ...describeSize(metadata.get('fsize')), ...(checksum === undefined ? {} : { checksum }) }];
  });
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function describeFile(value: unknown): FileSpec {
  if (typeof value !== 'object' || value === null) return {};
  const { guid, fsize, adler32 } = value as { readonly guid?: unknown; readonly fsize?: unknown; readonly adler32?: unknown };
  return {
    ...(typeof guid === 'string' ? { GUID: guid } : {}),
    ...describeSize(fsize),
    ...(typeof adler32 === 'string' ? { checksum: `ad:${adler32}` } : {}),
  };
}

function describeSize(fsize: unknown): FileSpec {
  const bytes = typeof fsize === 'number' || (typeof fsize === 'string' && fsize !== '') ? Number(fsize) : Number.NaN;
  return Number.isSafeInteger(bytes) ? { fsize: bytes } : {};
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
