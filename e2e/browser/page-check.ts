import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { FoundPages } from './found-pages.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What every page is judged by; WCAG 2.2 AA and what axe calls best practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What takes axe longest. */
const styleRules = ['color-contrast', 'target-size'];

const telephone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };

/** Names can have thousands of characters; what a page tells must be seen below them all the same. */
const highestHeading = 150;

/** Filters take 2,000 characters; a page that says so, with status 400, is right for longer ones. */
const longestAddress = 2000;

/** Rows of a table that axe judges; the others are made by the same lines. */
const judgedRows = 4;

/** What a rule of axe found, as it says it. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

export interface PageCheck {
  /** Root of the monitor, `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly pages: readonly FoundPages[];
  /** Judges colours, light and dark, and sizes too, which come from the style sheet; and whether every table fits into a desktop's window. */
  readonly withStyle: boolean;
}

/**
 * What is wrong with pages in the browser, one line each: findings of axe on the first page of each kind, and on all of them
 * messages of the console, requests to other hosts or that fail, scripts that ran out of what stands in them, headings that fill the window, pages wider than a telephone, tables wider than a desktop.
 */
export async function checkPages(browser: Browser, { address, pages, withStyle }: PageCheck): Promise<string[]> {
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  const found: string[] = [];
  const queue = pages.flatMap(({ paths }) => paths.map((path, index) => ({ path, isJudged: index === 0 })));
  const work = async (): Promise<void> => {
    const page = await context.newPage();
    const notes: string[] = [];
    watch(page, address, notes);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { path, isJudged } = next;
      await page.setViewportSize(telephone);
      await page.goto(address + path);
      notes.push(...(await measure(page)));
      if (isJudged) notes.push(...(await judge(page, withStyle)));
      found.push(...notes.splice(0).map((note) => `${path.slice(0, 100)}: ${note}`));
    }
  };
  await Promise.all([work(), work()]);
  await context.close();
  return found.sort();
}

function watch(page: Page, address: string, notes: string[]): void {
  page.on('console', (message) => { if (message.type() !== 'log' && !message.text().startsWith('Failed to load resource')) notes.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => { notes.push(`script: ${error.message}`); });
  page.on('request', (request) => { if (new URL(request.url()).origin !== address) notes.push(`request: ${request.url()}`); });
  page.on('response', (response) => { if (response.status() >= (response.url().length > longestAddress ? 500 : 400)) notes.push(`status ${response.status()}: ${response.url().slice(0, 200)}`); });
}

async function judge(page: Page, withStyle: boolean): Promise<string[]> {
  await page.setViewportSize(desktop);
  const cut = withStyle ? await page.evaluate<string[]>(findCutTables) : [];
  await page.evaluate(`for (const body of document.querySelectorAll('tbody')) [...body.rows].slice(${judgedRows}).forEach((row) => row.remove())`);
  const light = await runAxe(page, { type: 'tag', values: tags }, withStyle ? [] : styleRules);
  if (!withStyle) return light;
  light.push(...cut.map((caption) => `the table "${caption}" is wider than ${desktop.width}`));
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await runAxe(page, { type: 'rule', values: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

async function measure(page: Page): Promise<string[]> {
  const extra = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const heading = await page.evaluate<number>('document.querySelector("h1").offsetHeight');
  return [
    ...(heading > highestHeading ? [`the heading is ${heading} pixels high, at most ${highestHeading}`] : []),
    ...(extra > 0 ? [`${extra} pixels wider than ${telephone.width}: ${await page.evaluate<string>(findWidest)}`] : []),
    ...((await page.evaluate<boolean>('"wasHarmed" in window')) ? ['ran a script that stands in the database'] : []),
  ];
}

async function runAxe(page: Page, runOnly: { readonly type: 'tag' | 'rule'; readonly values: readonly string[] }, without: readonly string[] = []): Promise<string[]> {
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, rules: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`);
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes[0]?.html.slice(0, 160) ?? ''} (${nodes.length}): ${nodes[0]?.failureSummary.replaceAll(/\s+/g, ' ').slice(0, 220) ?? ''}`);
}

/** Captions of tables of which a part is beyond the edge, but for those that are folded away. */
const findCutTables = `[...document.querySelectorAll('.table')].filter((box) => box.closest('details:not([open])') === null && box.scrollWidth > box.clientWidth + 1).map((box) => box.querySelector('caption').textContent)`;

/** The innermost element that reaches over the right edge of the window and does not stand in a box that scrolls. */
const findWidest = `(() => {
  const isInBox = (element) => { for (let one = element.parentElement; one !== null; one = one.parentElement) { if (one !== document.documentElement && one !== document.body && getComputedStyle(one).overflowX !== 'visible') return true; } return false; };
  const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 && !isInBox(element));
  return (wide.at(-1) ?? document.body).outerHTML.slice(0, 160);
})()`;
