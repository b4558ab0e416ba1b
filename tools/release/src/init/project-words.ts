import { parse } from 'smol-toml';
import * as z from 'zod';
import type { FolderFacts } from './folder-facts.ts';
import type { Guess } from './guess.ts';
import { recogniseLicence } from './licence-text.ts';

/** What a project says of itself. */
export interface ProjectWords {
  readonly name: string;
  readonly summary: string;
  readonly license: string;
  readonly url: string;
  readonly guesses: readonly Guess[];
}

/** A text and where it stands. */
interface Found {
  readonly value: string;
  readonly because: string;
}

const nodeProject = z.looseObject({
  name: z.string().optional(),
  description: z.string().optional(),
  license: z.string().optional(),
  homepage: z.string().optional(),
  repository: z.union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)]).optional(),
});

const pythonProject = z.looseObject({
  project: z.looseObject({
    name: z.string().optional(),
    description: z.string().optional(),
    license: z.union([z.string(), z.looseObject({ text: z.string().optional() }).transform(({ text }) => text)]).optional(),
    urls: z.record(z.string(), z.string()).optional(),
  }).default({}),
});

const summaryLength = 70;

/** Name, summary, licence and URL, from whatever the folder has: package.json, pyproject.toml, setup.cfg, setup.py, LICENSE, README, git. */
export function readProjectWords(facts: FolderFacts): ProjectWords {
  const said = [...readNode(facts), ...readPyproject(facts), ...readSetupCfg(facts), ...readSetupPy(facts), ...readOthers(facts)];
  const find = (key: keyof ProjectWords, otherwise: Found): Found => said.find(([about]) => about === key)?.[1] ?? otherwise;
  const name = find('name', { value: facts.name, because: 'the name of the folder' });
  const cleanName = cleanPackageName(name.value);
  const words = {
    name: { value: cleanName, because: name.because },
    summary: find('summary', { value: `Files of ${cleanName}`, because: 'nothing says what it is: write it' }),
    license: find('license', { value: 'LicenseRef-Unknown', because: 'nothing says it: write the SPDX expression' }),
    url: find('url', { value: `https://example.org/${cleanName}`, because: 'nothing says it: write where the project lives' }),
  };
  const summary = cleanSummary(words.summary.value);
  return {
    name: cleanName, summary, license: words.license.value, url: words.url.value,
    guesses: Object.entries({ ...words, summary: { ...words.summary, value: summary } }).map(([about, { value, because }]) => ({ about, value, because })),
  };
}

type Said = readonly (readonly [keyof ProjectWords, Found])[];

function readNode({ texts }: FolderFacts): Said {
  const text = texts.get('package.json');
  const parsed = text === undefined ? undefined : nodeProject.safeParse(readJson(text));
  if (parsed?.success !== true) return [];
  const { name, description, license, homepage, repository } = parsed.data;
  return collect('package.json', { name, summary: description, license: license === 'UNLICENSED' ? undefined : license, url: homepage ?? webUrl(repository) });
}

function readPyproject({ texts }: FolderFacts): Said {
  const text = texts.get('pyproject.toml');
  const parsed = text === undefined ? undefined : pythonProject.safeParse(readToml(text));
  if (parsed?.success !== true) return [];
  const { name, description, license, urls = {} } = parsed.data.project;
  return collect('pyproject.toml', { name, summary: description, license: license === undefined ? undefined : spdxOf(license), url: urls['Homepage'] ?? urls['homepage'] ?? Object.values(urls)[0] });
}

/** `key = value` lines of the section [metadata]. */
function readSetupCfg({ texts }: FolderFacts): Said {
  const section = /^\[metadata\]\s*\n(?<lines>(?:(?!\[).*\n?)*)/m.exec(texts.get('setup.cfg') ?? '')?.groups?.['lines'] ?? '';
  const find = (key: string): string | undefined => new RegExp(`^${key}\\s*[=:]\\s*(\\S.*)$`, 'm').exec(section)?.[1]?.trim();
  const license = find('license');
  return collect('setup.cfg', { name: find('name'), summary: find('description') ?? find('summary'), license: license === undefined ? undefined : spdxOf(license), url: find('url') ?? find('home-page') });
}

/** Texts that stand in a call of setup() as they are; what is computed is not. */
function readSetupPy({ texts }: FolderFacts): Said {
  const script = texts.get('setup.py') ?? '';
  const find = (key: string): string | undefined => new RegExp(`\\b${key}\\s*=\\s*(['"])([^'"\\n]+)\\1`).exec(script)?.[2];
  const license = find('license');
  return collect('setup.py', { name: find('name'), summary: find('description'), license: license === undefined ? undefined : spdxOf(license), url: find('url') });
}

function readOthers({ texts, remoteUrl }: FolderFacts): Said {
  const [licenceFile, licenceText = ''] = [...texts].find(([path]) => /^(?:LICEN[CS]E|COPYING)[^/]*$/i.test(path)) ?? [];
  const [readmeFile, readme = ''] = [...texts].find(([path]) => /^README[^/]*$/i.test(path)) ?? [];
  return [
    ...(licenceFile === undefined ? [] : collect(licenceFile, { license: recogniseLicence(licenceText) })),
    ...(readmeFile === undefined ? [] : collect(readmeFile, { summary: firstSentence(readme) })),
    ...collect('the remote "origin" of git', { url: webUrl(remoteUrl) }),
  ];
}

function collect(because: string, values: Partial<Record<keyof ProjectWords, string | undefined>>): Said {
  return (Object.entries(values) as [keyof ProjectWords, string | undefined][]).flatMap(([key, value]) => {
    const isUsable = value !== undefined && value.trim() !== '' && (key !== 'url' || (URL.canParse(value) && /^https?:/.test(value)));
    return isUsable ? [[key, { value: value.trim().replaceAll(/\s+/g, ' '), because }] as const] : [];
  });
}

/** What rpm takes as a name: `@scope/name` becomes `scope-name`. */
function cleanPackageName(name: string): string {
  const clean = name.toLowerCase().replace(/^@/, '').replaceAll(/[^a-z0-9+._-]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '');
  return clean === '' ? 'component' : clean;
}

/** As rpm's tools show it: one line like a title. */
function cleanSummary(text: string): string {
  const line = text.replace(/\s*[.]+$/, '');
  const short = line.length <= summaryLength ? line : line.slice(0, summaryLength - 1).replace(/\s+\S*$/, '');
  return `${short.charAt(0).toUpperCase()}${short.slice(1)}`;
}

function firstSentence(readme: string): string | undefined {
  const lines = readme.split('\n');
  // A line that is underlined is a heading.
  const paragraph = lines.find((line, index) => /^[A-Za-z0-9"'(].* /.test(line) && !/^[=\-~]{3,}\s*$/.test(lines[index + 1] ?? ''));
  return paragraph?.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*_`]/g, '').split(/(?<=[.!?])\s/)[0];
}

/** `git@host:path.git` and `git+https://host/path.git` as a page that can be opened. */
function webUrl(text: string | undefined): string | undefined {
  const short = /^(?:github:)?(\w[\w.-]*\/[\w.-]+)$/.exec(text ?? '')?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return text?.replace(/^git\+/, '').replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/').replace(/\.git$/, '');
}

/** The old names that Python projects give their licences. */
function spdxOf(text: string): string | undefined {
  const known: readonly (readonly [RegExp, string])[] = [
    [/^apache.*2/i, 'Apache-2.0'], [/^mit\b/i, 'MIT'], [/^bsd[- ]?3|^new bsd|^bsd 3/i, 'BSD-3-Clause'], [/^bsd[- ]?2/i, 'BSD-2-Clause'],
    [/^(?:gnu )?gplv?3/i, 'GPL-3.0-or-later'], [/^(?:gnu )?gplv?2/i, 'GPL-2.0-or-later'], [/^mpl.*2|^mozilla.*2/i, 'MPL-2.0'],
  ];
  const isSpdx = /^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*$/.test(text) && /[-\d]|^ISC$|^MIT$/.test(text);
  return isSpdx && !/^(?:gpl|apache|bsd)[v ]?\d*$/i.test(text) ? text : known.find(([pattern]) => pattern.test(text))?.[1];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
