import { renderTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';

/** One line or layer of a chart. */
export interface ChartSeries {
  readonly title: string;
  /** One for each time; `null` where there is nothing to say. */
  readonly values: readonly (number | null)[];
  /** Colour of the style sheet: a job state, `good`, `bad`, or a number from 1 to 8; by its place when absent. */
  readonly tone?: string;
}

/** Numbers over time: plain data, and as such a part of a page's summary. */
export interface Chart {
  readonly title: string;
  /** Areas and bars stand on one another, the first series on top. */
  readonly kind: 'area' | 'bars' | 'line';
  /** What is counted, such as `jobs per hour`; begins with `%` for parts of a hundred. */
  readonly unit: string;
  /** Where each step begins, UTC `YYYY-MM-DD hh:mm:ss`, ascending, the same distance apart. */
  readonly times: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Said instead of a picture when there is no series. */
  readonly empty?: string;
}

/** A picture that the core's script draws from the same numbers as the table below it, which is all there is without JavaScript. */
export function renderChart(chart: Chart): Markup {
  const { title, unit, times, series, empty = 'There is nothing to draw yet.' } = chart;
  if (series.length === 0 || times.length === 0) return markup`<figure class="chart"><figcaption>${title}</figcaption><p class="empty">${empty}</p></figure>
`;
  const table = renderTable({
    caption: `${title}, ${unit}`,
    columns: [{ title: 'Time, UTC' }, ...series.map((one) => ({ title: one.title, isNumeric: true }))],
    rows: times.map((time, step) => [markup`<span class="time">${time}</span>`, ...series.map(({ values }) => values[step] ?? '–')]),
  });
  return markup`<figure class="chart"><figcaption>${title} <span class="unit">${unit}</span></figcaption>
<div class="plot" role="img" aria-label="${title}: a picture of the numbers in the table below" data-chart="${JSON.stringify(chart)}" hx-morph-skip-children></div>
<details><summary>Numbers</summary>${table}</details></figure>
`;
}
