import type { Chart } from '@bigpanda/monitor-contract';

/** One value of a series at each time; `null` where there is none. */
export type Layer = readonly (number | null)[];

/**
 * Where each series ends when those that are shown stand on one another, the last at the bottom; series that are not
 * shown, and those of lines, keep their own values.
 * @param isShown by the index of the series
 */
export function stackLayers({ kind, series }: Chart, isShown: (index: number) => boolean): Layer[] {
  if (kind === 'line') return series.map(({ values }) => values);
  const sums: number[] = [];
  return series.map(({ values }, index) => ({ values, index })).reverse().map(({ values, index }) => {
    if (!isShown(index)) return values;
    return values.map((value, step) => (sums[step] = (sums[step] ?? 0) + (value ?? 0)));
  }).reverse();
}

/** Times and layers with one step more at the end, without values, so that the last bar or step has room to be drawn; those of lines as they are. */
export function closeLastStep({ kind }: Chart, seconds: readonly number[], layers: readonly Layer[]): { readonly seconds: number[]; readonly layers: (number | null)[][] } {
  const [before, last] = seconds.slice(-2);
  if (kind === 'line' || before === undefined || last === undefined) return { seconds: [...seconds], layers: layers.map((layer) => [...layer]) };
  return { seconds: [...seconds, 2 * last - before], layers: layers.map((layer) => [...layer, null]) };
}

/** The times of a chart in seconds since 1970. */
export function chartSeconds({ times }: Chart): number[] {
  return times.map((time) => Date.parse(`${time.replace(' ', 'T')}Z`) / 1000);
}
