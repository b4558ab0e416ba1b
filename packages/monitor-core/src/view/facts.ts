import { markup, type Markup, type MarkupValue } from '@bigpanda/monitor-contract';

/** Facts as a list of labels and values; without those that are empty. */
export function renderFacts(facts: readonly (readonly [label: string, value: MarkupValue | null])[]): Markup {
  const entries = facts.flatMap(([label, value]) => (value === null || value === undefined || value === '' || value === false ? [] : [markup`<div><dt>${label}</dt><dd>${value}</dd></div>
`]));
  return entries.length === 0 ? markup`` : markup`<dl class="facts">${entries}</dl>
`;
}
