export { checkHtml } from './check-html.ts';
export { checkPlugin } from './check-plugin.ts';
export { formatCsv } from './csv.ts';
export { exactFilter } from './exact-filter.ts';
export { renderChart, type Chart, type ChartSeries } from './html/chart.ts';
export { tabulateCounts, type CountMatrix, type CountRow } from './html/count-matrix.ts';
export { renderTable, type DataTable, type TableColumn } from './html/data-table.ts';
export { renderFittedTable } from './html/fitted-table.ts';
export { renderLivePart, type LivePart } from './html/live-part.ts';
export { markup, trustMarkup, type Markup, type MarkupValue } from './html/markup.ts';
export { formatBytes, formatDuration, renderPageTable } from './html/page-table.ts';
export { renderShareBar } from './html/share-bar.ts';
export { renderStateBadge, taskTones, type StateTones } from './html/state-badge.ts';
export { addCounts, addToCounts, orderStates, sumCounts, type StateCounts } from './html/state-counts.ts';
export type {
  JobCountQuery, JobCountRow, JobQuery, JobRow, PageFilter, PageParameters, PageQuery, PageRow, PageSteps, PlainValue, RowSelection, StoreQuery, TaskQuery, VoPage, VoSummary,
} from './page.ts';
export { contractVersion, type JobField, type NavigationEntry, type Theme, type VoPlugin } from './plugin.ts';
export { filterSchema, hasPluginShape, pageSchema, pluginSchema, storeSchema, summarySchema } from './plugin-schema.ts';
export { hostileText } from './sample-rows.ts';
export type { OwnColumnType, OwnLoader, OwnMigration, OwnRow, OwnStore, OwnTable } from './store.ts';
export { valueOfCell, type CellKind, type PageCell, type PageColumn, type PageTable, type RowValue } from './table.ts';
