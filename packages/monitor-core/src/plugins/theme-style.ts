import type { Theme } from '@bigpanda/monitor-contract';

/** The style sheet of a VO's colours: its accent on light and on dark paper, as the system or the reader chose. */
export function formatThemeStyle({ light, dark }: Theme): string {
  return `:root, :root[data-theme="light"] { --accent: ${light}; }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { --accent: ${dark}; } }
:root[data-theme="dark"] { --accent: ${dark}; }
`;
}

/** The address of the style sheet of a VO's colours. */
export function coloursPath(pluginName: string): string {
  return `/static/colours/${pluginName}.css`;
}
