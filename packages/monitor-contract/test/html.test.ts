import { describe, expect, it } from 'vitest';
import { exactFilter, formatBytes, formatCsv, formatDuration, markup, orderStates, renderChart, renderLivePart, renderPageTable, renderShareBar, renderStateBadge, renderTable, tabulateCounts, type PageTable } from '../src/index.ts';

describe('exactFilter', () => {
  it('lets what means more in a filter mean itself', () => {
    expect(['BNL', 'A*B|C', '!x', 'x!', 'NULL', 'a\\b', 7].map(exactFilter)).toEqual(['BNL', 'A\\*B\\|C', '\\!x', 'x!', '\\NULL', 'a\\\\b', '7']);
  });
});

describe('markup', () => {
  it('escapes values, keeps markup, and leaves out what is absent', () => {
    expect(markup`<p title="${'"'}">${'<b>'}${markup`<i>${1}</i>`}${undefined}${false}${['a', markup`<u></u>`]}</p>`.toString()).toBe('<p title="&quot;">&lt;b&gt;<i>1</i>a<u></u></p>');
  });
});

describe('renderTable', () => {
  it('has a caption, header cells with scope, and a text when it is empty', () => {
    const table = renderTable({ caption: 'Jobs', columns: [{ title: 'A' }, { title: 'B', isNumeric: true }], rows: [['x', 1]] }).toString();
    expect(table).toContain('<caption>Jobs</caption>');
    expect(table).toContain('<th scope="col">A</th><th scope="col" class="number">B</th>');
    expect(table).toContain('<th scope="row">x</th><td class="number">1</td>');
    expect(renderTable({ caption: 'Jobs', columns: [{ title: 'A' }], rows: [], empty: 'None.' }).toString()).toContain('<td class="empty" colspan="1">None.</td>');
  });
});

describe('tabulateCounts', () => {
  it('has a column for each state that occurs, in the order a job passes them, and the sum', () => {
    const text = renderPageTable(tabulateCounts({ key: 'c', caption: 'c', keys: ['Site'], rows: [{ keys: ['S'], counts: { failed: 2, running: 1 } }, { keys: ['T'], counts: {} }] })).toString().replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim();
    expect(text).toBe('c Site all share of each state running failed S 3 1 2 T 0 0 0');
  });
});

describe('renderPageTable', () => {
  const table: PageTable = {
    key: 't', caption: 'T',
    columns: [{ key: 'name', title: 'Name', sortHref: '/x/?sortby=name', sorted: 'descending' }, { key: 'bytes', title: 'Size', kind: 'bytes' }, { key: 'lasted', title: 'Lasted', kind: 'duration' }],
    rows: [[{ value: '<b>', href: '/x/?a=1&b=2' }, 1500, 90], ['=1+1', null, 0]],
  };

  it('writes links, sort headings, units, and nothing for null', () => {
    const html = renderPageTable(table).toString();
    for (const text of ['<th scope="col" aria-sort="descending"><a class="sort" href="/x/?sortby=name">Name</a></th>', '<a class="name" href="/x/?a=1&amp;b=2">&lt;b&gt;</a>', '1.5 kB', '00:01:30']) expect(html).toContain(text);
  });

  it('has a CSV twin with plain values, in which no text is a formula', () => {
    expect(formatCsv(table)).toBe("name,bytes,lasted\r\n<b>,1500,90\r\n'=1+1,,0\r\n");
    expect(formatCsv({ ...table, columns: [{ key: 'a', title: 'A' }], rows: [['x,"y"\n'], ['-5'], ['-x'], ['@a']] })).toBe('a\r\n"x,""y""\n"\r\n-5\r\n\'-x\r\n\'@a\r\n');
  });
});

describe('formatBytes and formatDuration', () => {
  it('choose a unit that people read', () => {
    expect([0, 999, 1000, 123_456_789, 5e15].map(formatBytes)).toEqual(['0 B', '999 B', '1.0 kB', '123.5 MB', '5.0 PB']);
    expect([0, 61, 90_061, -5, Number.NaN].map(formatDuration)).toEqual(['00:00:00', '00:01:01', '1 d 01:01:01', '-00:00:05', '']);
  });
});

describe('orderStates', () => {
  it('puts unknown states last', () => {
    expect(orderStates(['odd', 'failed', 'activated', 'failed', 'age'])).toEqual(['activated', 'failed', 'age', 'odd']);
  });
});

describe('renderStateBadge', () => {
  it('never makes a class of an unknown state', () => {
    expect(renderStateBadge('x" onclick="y').toString()).toBe('<span class="badge badge-unknown">x&quot; onclick=&quot;y</span>');
  });
});

describe('tones', () => {
  it('give words of a VO the colours of job states, in cells, headings and bars alike', () => {
    const table = tabulateCounts({ key: 'c', caption: 'c', keys: ['Site', { key: 'seen', title: 'Seen', kind: 'time' }], rows: [{ keys: ['S', '12:00'], counts: { held: 2 } }], tones: { held: 'failed' } });
    const html = renderPageTable(table).toString();
    for (const text of ['<span class="badge badge-failed">held</span>', 'class="tone-failed"', '<span class="time">12:00</span>']) expect(html).toContain(text);
    expect(renderStateBadge('constructor', {}).toString()).toContain('badge-unknown');
  });
});

describe('renderShareBar', () => {
  it('has a part for each state, as wide as its share, and nothing for no jobs', () => {
    const bar = renderShareBar({ failed: 1, finished: 3 }).toString();
    expect([...bar.matchAll(/<rect class="([^"]+)" x="([^"]+)" width="([^"]+)"/g)].map(([, ...parts]) => parts)).toEqual([['tone-finished', '0.0', '75.0'], ['tone-failed', '75.0', '25.0']]);
    expect(renderShareBar({}).toString()).toBe('');
    expect(renderShareBar({ '"><b>': 1 }).toString()).toContain('class="tone-unknown"');
  });
});

describe('renderChart', () => {
  const chart = { title: 'Jobs <by> "state"', kind: 'area', unit: 'jobs', times: ['2014-03-07 12:00:00', '2014-03-07 13:00:00'], series: [{ title: 'running', tone: 'running', values: [3, null] }] } as const;

  it('holds its numbers twice, for the picture and as a table, every value escaped', () => {
    const html = renderChart(chart).toString();
    const drawn = /data-chart="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>') ?? '';
    expect(JSON.parse(drawn)).toEqual(chart);
    expect(html).toContain('<span class="time">2014-03-07 13:00:00</span></th><td class="number">–</td>');
    expect(html).not.toContain('<by>');
  });

  it('says so when there is nothing to draw', () => {
    expect(renderChart({ ...chart, series: [], empty: 'No job yet.' }).toString()).toContain('<p class="empty">No job yet.</p>');
  });
});

describe('renderLivePart', () => {
  it('reads its own address again and takes the part with its id', () => {
    expect(renderLivePart({ id: 'jobs', seconds: 60 }, markup`<b>x</b>`).toString()).toMatch(/^<div id="live-jobs" data-live-seconds="60" [^>]*hx-select="#live-jobs"[^>]*>\n<b>x<\/b><\/div>\n$/);
  });
});
