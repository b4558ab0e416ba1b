import { formatUtcTime } from '@bigpanda/model';
import { markup, type Markup } from '@bigpanda/monitor-contract';
import type { Page } from './page.ts';

/** A link of the menu. */
export interface MenuEntry {
  readonly title: string;
  readonly href: string;
  readonly section: string;
}

export interface LayoutOptions {
  readonly menu: readonly MenuEntry[];
  readonly version: string;
  readonly nowMilliseconds: number;
  /** Address of the same page as JSON. */
  readonly jsonHref: string;
}

/** The whole HTML document of a page: heading, menu, content, footer. */
export function renderLayout(page: Page, { menu, version, nowMilliseconds, jsonHref }: LayoutOptions): Markup {
  const now = formatUtcTime(nowMilliseconds);
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} – BigPanDAmon</title>
<link rel="icon" type="image/svg+xml" href="/static/panda.svg">
<link rel="stylesheet" href="/static/monitor.css">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="brand" href="/"><img src="/static/panda.svg" alt="" width="32" height="32">BigPanDAmon</a>
<nav aria-label="Main"><ul>${menu.map((entry) => renderEntry(entry, page.section))}</ul></nav>
</header>
<main id="content" tabindex="-1">
<h1>${page.title}</h1>
${page.body}
</main>
<footer>
<p>All times are UTC. Made at <time datetime="${now.replace(' ', 'T')}Z">${now}</time>.</p>
<p><a href="${jsonHref}">This page as JSON</a></p>
<p>${version}</p>
</footer>
</body>
</html>
`;
}

function renderEntry({ title, href, section }: MenuEntry, current: string): Markup {
  return markup`<li><a href="${href}"${section === current ? markup` aria-current="true"` : markup``}>${title}</a></li>`;
}
