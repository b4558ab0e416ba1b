import { formatUtcTime } from '@bigpanda/model';
import { markup, type Markup } from '@bigpanda/monitor-contract';
import { themes, type Theme } from '../request/theme.ts';
import { staticName, type StaticFiles } from '../static-files.ts';
import type { Page } from './page.ts';

/** A link of the menu. */
export interface MenuEntry {
  readonly title: string;
  readonly href: string;
  readonly section: string;
  /** Title of the section, where it is not that of its first link. */
  readonly sectionTitle?: string;
}

export interface LayoutOptions {
  readonly menu: readonly MenuEntry[];
  readonly version: string;
  readonly nowMilliseconds: number;
  /** Address of the page itself, a path with its parameters. */
  readonly href: string;
  /** Address of the same page as JSON. */
  readonly jsonHref: string;
  /** Addresses of the page's tables as CSV. */
  readonly csv: readonly { readonly title: string; readonly href: string }[];
  /** Address of the style sheet of the VO's colours, on pages of a VO that has some. */
  readonly colours?: string;
  readonly theme: Theme;
  readonly staticFiles: StaticFiles;
}

/** Settings of htmx: no styles and no history of its own; what a reader opened stays open when a part is refreshed. */
const htmxSettings = JSON.stringify({ includeIndicatorCSS: false, history: false, morphIgnore: ['data-htmx-powered', 'open'] });

/** The whole HTML document of a page: heading, menu, content, footer. Every style sheet and script of the static files is linked. */
export function renderLayout(page: Page, options: LayoutOptions): Markup {
  const { menu, version, nowMilliseconds, jsonHref, csv, colours, theme, staticFiles } = options;
  const now = formatUtcTime(nowMilliseconds);
  const scripts = listStatic(staticFiles, '.js');
  const logo = `/static/${staticName(staticFiles, 'panda.svg')}`;
  return markup`<!DOCTYPE html>
<html lang="en"${theme === 'auto' ? '' : markup` data-theme="${theme}"`}${scripts.length > 0 ? '' : markup` data-scripts="none"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
<meta name="htmx-config" content="${htmxSettings}">
<title>${page.title} &ndash; BigPanDAmon</title>
<link rel="icon" type="image/svg+xml" href="${logo}">
${listStatic(staticFiles, '.css').map((href) => markup`<link rel="stylesheet" href="${href}">
`)}${colours === undefined ? '' : markup`<link rel="stylesheet" href="${colours}">
`}${scripts.map((href) => markup`<script type="module" src="${href}"></script>
`)}</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="brand" href="/"><img src="${logo}" alt="" width="30" height="30"><span>Big<b>PanDA</b>mon</span></a>
<nav aria-label="Main"><ul>${firstOfSections(menu).map((entry) => renderEntry(entry, entry.section === page.section))}</ul></nav>
<form class="search" method="get" action="/search/" role="search" aria-label="Everything"><input name="q" type="search" aria-label="Number or name of a job, task, user, site, file or dataset" placeholder="job, task, user, site"><button type="submit">Search</button></form>
</header>
${renderSection(menu.filter(({ section }) => section === page.section), options.href)}<main id="content" tabindex="-1">
<div class="title"><h1>${page.title}</h1><p class="refresh" hidden><span></span> <button type="button"></button></p></div>
${page.body}
</main>
<footer>
<p>All times are UTC. Made at <time datetime="${now.replace(' ', 'T')}Z">${now}</time>.</p>
<p><a href="${jsonHref}">This page as JSON</a>${csv.length === 0 ? '' : markup`, as CSV: `}${csv.map(({ title, href }, index) => markup`${index === 0 ? '' : ', '}<a href="${href}">${title}</a>`)}</p>
<p>${version}</p>
${renderThemes(options)}
</footer>
</body>
</html>
`;
}

function listStatic(files: StaticFiles, extension: string): string[] {
  return [...files.keys()].filter((name) => name.endsWith(extension)).map((name) => `/static/${staticName(files, name)}`);
}

/** A section of the menu is one entry, its first; the others stand below it on the section's own pages. */
function firstOfSections(menu: readonly MenuEntry[]): MenuEntry[] {
  return [...Map.groupBy(menu, (entry) => entry.section).values()].flatMap((entries) => entries.slice(0, 1).map((first) => ({ ...first, title: first.sectionTitle ?? first.title })));
}

function renderSection(entries: readonly MenuEntry[], href: string): Markup {
  if (entries.length < 2) return markup``;
  const path = href.split('?')[0];
  return markup`<nav class="section" aria-label="${entries[0]?.sectionTitle ?? entries[0]?.title}"><ul>${entries.map((entry) => renderEntry(entry, entry.href === path))}</ul></nav>
`;
}

function renderEntry({ title, href }: MenuEntry, isCurrent: boolean): Markup {
  return markup`<li><a href="${href}"${isCurrent ? markup` aria-current="true"` : ''}>${title}</a></li>`;
}

/** A choice that works without a script: each button leads through the address that sets the cookie, and back. */
function renderThemes({ theme, href }: LayoutOptions): Markup {
  const buttons = themes.map((one) => markup`<button type="submit" name="theme" value="${one}"${one === theme ? markup` aria-pressed="true"` : markup` aria-pressed="false"`}>${one}</button>`);
  return markup`<form class="themes" method="get" action="/theme/" aria-label="Colours"><input type="hidden" name="back" value="${href}">${buttons}</form>`;
}
