import uPlot from 'uplot';
import type { Chart } from '@bigpanda/monitor-contract';
import { chartSeconds, closeLastStep, stackLayers } from './chart-layers.ts';

const height = 220;
const container = '.plot[data-chart]';

/** Takes on colours to have them resolved; shows nothing. */
const probe = document.createElement('i');
probe.hidden = true;

/** What is drawn, by the element that it is drawn in, and from which text. */
const drawn = new WeakMap<Element, { readonly text: string; readonly plot: uPlot }>();

/** Draws the pictures of the page, and again when their numbers, the width or the colours change. */
export function drawCharts(): void {
  const widths = new ResizeObserver((entries) => { for (const { target, contentRect } of entries) resize(target, contentRect.width); });
  const drawAll = (): void => { for (const element of document.querySelectorAll<HTMLElement>(container)) draw(element, widths); };
  drawAll();
  document.addEventListener('htmx:after:swap', drawAll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { for (const element of document.querySelectorAll(container)) drawn.get(element)?.plot.redraw(); });
}

function draw(element: HTMLElement, widths: ResizeObserver): void {
  const text = element.dataset['chart'] ?? '';
  const before = drawn.get(element);
  if (before?.text === text) return;
  before?.plot.destroy();
  const chart = JSON.parse(text) as Chart;
  drawn.set(element, { text, plot: plotChart(chart, element) });
  widths.observe(element);
}

function resize(element: Element, width: number): void {
  const plot = drawn.get(element)?.plot;
  if (plot !== undefined && width > 0 && plot.width !== Math.floor(width)) plot.setSize({ width: Math.floor(width), height });
}

function plotChart(chart: Chart, element: HTMLElement): uPlot {
  const stack = (isShown: (index: number) => boolean): uPlot.AlignedData => {
    const { seconds, layers } = closeLastStep(chart, chartSeconds(chart), stackLayers(chart, isShown));
    return [seconds, ...layers];
  };
  const options: uPlot.Options = {
    width: Math.max(element.clientWidth, 120),
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { live: true, markers: { width: 0, fill: (_plot, index) => (index === 0 ? '' : colourOf(chart, index - 1)) } },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 6 } },
    scales: { y: { range: (_plot, _least, most) => [0, wholeTop(chart, most)] } },
    axes: [makeAxis({ space: 64, size: 28, values: (_plot, ticks) => ticks.map(formatTick) }), makeAxis({ size: 44, values: (_plot, ticks) => ticks.map((tick) => formatValue(tick, chart)) })],
    series: [{ label: 'UTC', value: (_plot, seconds: number | null) => (seconds === null ? '' : formatTime(seconds)) }, ...chart.series.map((series, index) => makeSeries(chart, series, index))],
    bands: [],
    hooks: { setSeries: [(plot, index) => { if (index !== null && chart.kind !== 'line') plot.setData(stack((one) => plot.series[one + 1]?.show === true), false); plot.redraw(); }] },
  };
  return new uPlot(options, stack(() => true), element);
}

/** The top of the scale, with some room above the greatest value; parts of a hundred go to the same few tops, so that pictures can be compared. */
function wholeTop({ unit }: Chart, most: number | null): number {
  if (unit.startsWith('%')) return [10, 25, 50].find((top) => (most ?? 0) <= top) ?? 100;
  return Math.max(4, (most ?? 0) * 1.08);
}

function makeAxis(more: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => readColour('--soft'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: () => readColour('--line'), width: 1 },
    ticks: { show: false },
    ...more,
  };
}

function colourOf({ series }: Chart, index: number): string {
  return readColour(`--tone-${series[index]?.tone ?? String(index % 8 + 1)}`);
}

function makeSeries(chart: Chart, { title, values }: Chart['series'][number], index: number): uPlot.Series {
  const colour = (): string => colourOf(chart, index);
  const isLine = chart.kind === 'line';
  const bars = chart.kind === 'bars' ? uPlot.paths.bars?.({ size: [0.9, 48], align: 1 }) : uPlot.paths.stepped?.({ align: 1 });
  return {
    label: title,
    stroke: colour,
    ...(isLine ? {} : { fill: colour }),
    width: isLine ? 2 : 0,
    points: { show: isLine && values.filter((value) => value !== null).length < 40, size: 5 },
    ...(isLine || bars === undefined ? {} : { paths: bars }),
    value: (...[, , , step]) => (step === null ? '' : formatValue(values[step] ?? null, chart)),
  };
}

/** UTC, to the minute. */
function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** A time at the axis: the clock, or at the begin of a day its date. */
function formatTick(seconds: number): string {
  const [date = '', clock = ''] = formatTime(seconds).split(' ');
  return clock === '00:00' ? date.slice(5) : clock;
}

function formatValue(value: number | null, { unit }: Chart): string {
  if (value === null) return '–';
  return unit.startsWith('%') ? `${value.toLocaleString('en', { maximumFractionDigits: 1 })} %` : value.toLocaleString('en');
}

/** A colour of the style sheet as it is now: in light or in dark. */
function readColour(property: string): string {
  probe.style.color = `var(${property}, gray)`;
  if (!probe.isConnected) document.body.append(probe);
  return getComputedStyle(probe).color;
}
