import { listCheckers } from './checker-list.ts';
import type { RuleDescription } from './checker.ts';

const head = `# The rules of lint

This page is generated (\`npm run generate\`): each checker of \`tools/lint/src/checkers\` tells its own rules.
An error fails a lint; a warning asks for a look; a note says what was not judged.
`;

/** The page of all rules, \`docs/lint.md\`, as Markdown: by checker, those of ours with a heading that findings link to. */
export async function renderRulesPage(): Promise<string> {
  const sections: string[] = [];
  const headings = new Set<string>();
  for (const { title, listRules } of (await listCheckers()).values()) {
    const rules = await listRules();
    const own = rules.filter(({ rule }) => isOwn(rule) && !headings.has(anchorOf(rule)));
    for (const { rule } of own) headings.add(anchorOf(rule));
    const known = rules.filter(({ rule }) => isOwn(rule) && !own.some((one) => one.rule === rule));
    const others = rules.filter(({ rule }) => !isOwn(rule));
    sections.push([`## ${title}`, ...own.map(renderOwn), ...(known.length === 0 ? [] : [renderSeen(known)]), ...(others.length === 0 ? [] : [renderTable(others)])].join('\n\n'));
  }
  return `${[head.trimEnd(), ...sections].join('\n\n')}\n`;
}

/** What is said of a rule by its name, `shell/eval` or, of ours, `rpm-path`, as plain text; undefined where no checker has it. A rule of a family, `ruff/F401`, has the family's. */
export async function explainRule(name: string): Promise<string | undefined> {
  for (const { title, listRules } of (await listCheckers()).values()) {
    const found = (await listRules()).filter(({ rule }) => isNamed(rule, name)).toSorted((left, right) => right.rule.length - left.rule.length)[0];
    if (found !== undefined) return `${found.rule === name ? name : `${found.rule} (${name})`}, ${found.severity}, of the checker "${title}"\n${found.summary}.`;
  }
  return undefined;
}

/** `ruff/F*` is the name of every rule that begins so. */
function isNamed(rule: string, name: string): boolean {
  return rule === name || rule === `bigpanda/${name}` || (rule.endsWith('*') && name.startsWith(rule.slice(0, -1)));
}

/** Rules that no library explains. */
function isOwn(rule: string): boolean {
  return rule.startsWith('bigpanda/') || rule.startsWith('shell/') || rule.startsWith('eslint/');
}

/** What `documentationOf` links to: the name without `bigpanda/`, and others with `-` for `/`. */
function anchorOf(rule: string): string {
  return rule.replace(/^bigpanda\//u, '').replace('/', '-');
}

function renderOwn({ rule, severity, summary }: RuleDescription): string {
  return `### ${anchorOf(rule)}\n\`${rule}\`, ${severity}: ${summary}.`;
}

function renderSeen(rules: readonly RuleDescription[]): string {
  return `Also: ${rules.map(({ rule }) => `[\`${rule}\`](#${anchorOf(rule)})`).join(', ')}.`;
}

function renderTable(rules: readonly RuleDescription[]): string {
  const rows = rules.map(({ rule, severity, summary }) => `| \`${rule}\` | ${severity} | ${summary.replaceAll('|', '\\|')} |`);
  return ['| rule | severity | what it asks for |', '|---|---|---|', ...rows].join('\n');
}
