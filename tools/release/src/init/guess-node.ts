import { posix } from 'node:path';
import * as z from 'zod';
import type { FolderFacts } from './folder-facts.ts';
import type { GuessedContent, GuessedPackage } from './guess.ts';

/** What the bundles are made for (docs/architecture.md). */
const leastEngine = '22.13';

const programSchema = z.looseObject({
  name: z.string().default(''),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});

/** A Node project whose programs are bundled; undefined when the folder is none, or has no program. */
export function guessNode({ texts, files }: FolderFacts, name: string): GuessedPackage | undefined {
  const parsed = programSchema.safeParse(JSON.parse(texts.get('package.json') ?? '{}'));
  if (!parsed.success) return undefined;
  const { bin = {}, name: projectName } = parsed.data;
  const programs = Object.entries(typeof bin === 'string' ? { [projectName.split('/').at(-1) ?? name]: bin } : bin)
    .map(([program, entry]) => ({ program, entry: posix.normalize(entry) }))
    .filter(({ entry }) => files.some(({ path }) => path === entry));
  if (programs.length === 0) return undefined;
  return {
    build: { bundles: programs.map(({ program, entry }) => ({ entry, output: `${program}.mjs` })) },
    requires: [`nodejs(engine) >= ${leastEngine}`],
    units: [], users: [],
    contents: [...programs.flatMap(({ program }) => installProgram(name, program)), thirdPartyLicences],
    holds: `the ${programs.length === 1 ? 'program' : 'programs'} ${programs.map(({ program }) => program).join(', ')}, bundled with what ${programs.length === 1 ? 'it needs' : 'they need'} for Node.js 22`,
    guesses: programs.map(({ program, entry }) => ({ about: 'program', value: `/usr/bin/${program}`, because: `"bin" of package.json, bundled from ${entry}` })),
  };
}

/** The build writes it for every bundle. */
const thirdPartyLicences: GuessedContent = { type: 'licence', source: 'dist/bundle/THIRD-PARTY-LICENSES.txt' };

function installProgram(name: string, program: string): readonly GuessedContent[] {
  return [
    { source: `dist/bundle/${program}.mjs`, destination: `/usr/lib/${name}/${program}.mjs`, mode: '0755' },
    { type: 'symlink', target: `../lib/${name}/${program}.mjs`, destination: `/usr/bin/${program}` },
  ];
}
