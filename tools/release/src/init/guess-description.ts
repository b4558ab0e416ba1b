import type { FolderFacts } from './folder-facts.ts';
import type { Guess, GuessedPackage } from './guess.ts';
import { guessNode } from './guess-node.ts';
import { guessCommonFiles, guessTree } from './guess-tree.ts';
import { readProjectWords } from './project-words.ts';

/** An rpm.json as it would be written, and where each part of it is from. */
export interface GuessedDescription {
  readonly kind: 'Node project' | 'Python project' | 'tree of files';
  readonly description: Readonly<Record<string, unknown>>;
  readonly guesses: readonly Guess[];
}

const lineLength = 78;

/** What a folder is packed as, by looking at it; nothing is asked. */
export function guessDescription(facts: FolderFacts): GuessedDescription {
  const words = readProjectWords(facts);
  const common = guessCommonFiles(facts, words.name);
  const python = facts.texts.has('pyproject.toml') || facts.texts.has('setup.py') ? pythonProject : undefined;
  const node = facts.texts.has('package.json') ? guessNode(facts, words.name) : undefined;
  const own = python ?? node ?? guessTree(facts, words.name);
  const kind = python !== undefined ? 'Python project' : node !== undefined ? 'Node project' : 'tree of files';
  return {
    kind,
    description: {
      name: words.name,
      summary: words.summary,
      description: wrap(`${words.summary}. This package holds ${own.holds}.`),
      license: words.license,
      url: words.url,
      ...(own.build === undefined ? {} : { build: own.build }),
      ...omitEmpty({ requires: own.requires, users: common.users, units: common.units, contents: [...own.contents, ...common.contents] }),
    },
    guesses: [{ about: 'kind', value: kind, because: describeKind(kind) }, ...words.guesses, ...own.guesses, ...common.guesses],
  };
}

/** What the build makes of it is installed without being listed. */
const pythonProject: GuessedPackage = {
  build: { python: true }, requires: [], units: [], users: [], contents: [], holds: 'its Python modules and programs',
  guesses: [{ about: 'build', value: 'python', because: 'modules, programs and data are installed as the project itself says' }],
};

function describeKind(kind: GuessedDescription['kind']): string {
  if (kind === 'Python project') return 'it has a pyproject.toml or setup.py';
  return kind === 'Node project' ? 'it has a package.json with "bin"' : 'it has no pyproject.toml, no setup.py and no package.json with "bin"';
}

function omitEmpty(lists: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function wrap(text: string): string {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > lineLength) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []).join('\n');
}
