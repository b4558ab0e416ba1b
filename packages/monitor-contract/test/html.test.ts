import { describe, expect, it } from 'vitest';
import { markup, orderStates, renderCountMatrix, renderStateBadge, renderTable } from '../src/index.ts';

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

describe('renderCountMatrix', () => {
  it('has a column for each state that occurs, in the order a job passes them, and the sum', () => {
    const text = renderCountMatrix({ caption: 'c', keys: ['Site'], rows: [{ keys: ['S'], counts: { failed: 2, running: 1 } }, { keys: ['T'], counts: {} }] }).toString().replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim();
    expect(text).toBe('c Site running failed all S 1 2 3 T 0 0 0');
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
