export { checkPlugin } from './check-plugin.ts';
export { addToCounts, orderStates, renderCountMatrix, sumCounts, type CountMatrix, type StateCounts } from './html/count-matrix.ts';
export { renderTable, type DataTable, type TableColumn } from './html/data-table.ts';
export { markup, trustMarkup, type Markup, type MarkupValue } from './html/markup.ts';
export { renderStateBadge } from './html/state-badge.ts';
export { contractVersion, type JobColumn, type JobQuery, type JobRow, type NavigationEntry, type PlainValue, type VoPage, type VoPlugin } from './plugin.ts';
export { hasPluginShape } from './plugin-schema.ts';
