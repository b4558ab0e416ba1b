import type { Theme } from './plugin.ts';

/** The papers of the core's style sheet that a theme's colours stand on: the darkest light one, the lightest dark one. */
const papers: Theme = { light: '#e3f0e7', dark: '#202622' };

/** Least contrast of text with what is behind it. Source: WCAG 2.2, 1.4.3, level AA. */
const leastContrast = 4.5;

/** What is wrong with the colours of a theme. */
export function checkTheme(theme: Theme): string[] {
  return (['light', 'dark'] as const).flatMap((side) => {
    const contrast = contrastOf(theme[side], papers[side]);
    return contrast >= leastContrast ? [] : [`theme.${side}: wanted a contrast of at least ${leastContrast} with ${papers[side]}, found ${contrast.toFixed(2)}`];
  });
}

/** Contrast of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio". */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
