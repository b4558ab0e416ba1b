import { describe, expect, it } from 'vitest';
import { readOutputReport } from '../src/jobs/output-report.ts';

describe('readOutputReport', () => {
  it('reads the POOL file catalogue of a pilot of 2014', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<!DOCTYPE POOLFILECATALOG SYSTEM "InMemory">
<POOLFILECATALOG>
 <File ID="G-1"><logical><lfn name="a&amp;b.root"/></logical><metadata att_name="fsize" att_value="12"/><metadata att_name="adler32" att_value="0a1b"/></File>
 <File ID="G-2"><logical><lfn name="a.log.tgz"/></logical><metadata att_name="md5sum" att_value="m"/><metadata att_name="fsize" att_value="big"/></File>
 <File ID="G-3"><logical/></File>
</POOLFILECATALOG>`;
    expect(readOutputReport(xml)).toEqual([{ lfn: 'a&b.root', status: 'ready', GUID: 'G-1', fsize: 12, checksum: 'ad:0a1b' }, { lfn: 'a.log.tgz', status: 'ready', GUID: 'G-2', checksum: 'm' }]);
  });

  it('reads JSON, and nothing from anything else', () => {
    expect(readOutputReport('{"a":{"guid":"g","fsize":"5","adler32":"x"},"b":null}')).toEqual([{ lfn: 'a', status: 'ready', GUID: 'g', fsize: 5, checksum: 'ad:x' }, { lfn: 'b', status: 'ready' }]);
    for (const text of ['', '{', '<', '[]', 'text']) expect(readOutputReport(text)).toEqual([]);
  });
});
