import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ESLint, type Rule } from 'eslint';

/** What ESLint is to do; plain data, so that it crosses to a thread. */
export interface EslintTask {
  readonly root: string;
  /** Paths below the root. */
  readonly files: readonly string[];
}

/** What ESLint says about one file. */
export interface FileResult {
  /** Path below the workspace. */
  readonly file: string;
  readonly messages: ESLint.LintResult['messages'];
  /** What a comment in the file switches off. */
  readonly suppressedMessages: ESLint.LintResult['suppressedMessages'];
}

/** A rule, a parser or a processor that threw on a file. */
export interface EslintCrash {
  readonly file: string;
  /** Absent where it was not a rule. */
  readonly rule?: string;
  readonly reason: string;
}

export interface EslintRun {
  readonly results: readonly FileResult[];
  readonly crashes: readonly EslintCrash[];
  /** Why the configuration could not be used; then there are no results. */
  readonly configurationFailure?: { readonly file: string; readonly reason: string };
  /** The page that explains a rule. */
  readonly documentation: Readonly<Record<string, string>>;
}

/** Names that ESLint looks for, in its order (ESLint, "Configuration Files"). */
const configFiles = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`);
/** A file in which that many rules throw is not worth another try. */
const crashLimit = 5;

/** The ESLint configuration of a repository; undefined where it has none. */
export function findConfigFile(root: string): string | undefined {
  return configFiles.find((file) => existsSync(join(root, file)));
}

/** Runs ESLint over files. A rule that throws is told, and the file is judged by the others; so are all other files. */
export async function runEslint({ root, files }: EslintTask, options: ESLint.Options): Promise<EslintRun> {
  const run = new EslintFiles(root, { ...options, cwd: root, errorOnUnmatchedPattern: false, warnIgnored: false });
  const configFile = findConfigFile(root) ?? 'package.json';
  const [first] = files;
  if (first === undefined) return { results: [], crashes: [], documentation: {} };
  try {
    await run.readConfiguration(first);
  } catch (error) {
    return { results: [], crashes: [], documentation: {}, configurationFailure: { file: configFile, reason: firstLine(error) } };
  }
  return run.lint(files);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').find((line) => line.trim() !== '') ?? 'unknown';
}

/** One run; it keeps what the crashes so far have switched off. */
class EslintFiles {
  readonly #root: string;
  readonly #options: ESLint.Options;
  readonly #eslint: ESLint;
  readonly #crashes: EslintCrash[] = [];
  readonly #documentation: Record<string, string> = {};

  constructor(root: string, options: ESLint.Options) {
    this.#root = root;
    this.#options = options;
    this.#eslint = new ESLint(options);
  }

  async readConfiguration(file: string): Promise<void> {
    await this.#eslint.calculateConfigForFile(join(this.#root, file));
  }

  async lint(files: readonly string[]): Promise<EslintRun> {
    const results: FileResult[] = [];
    try {
      results.push(...await this.#lintWith(this.#eslint, files));
    } catch {
      // One throw ends all of it, so that the others have to be asked one by one.
      for (const file of files) results.push(...await this.#lintAlone(file));
    }
    return { results, crashes: this.#crashes, documentation: this.#documentation };
  }

  async #lintAlone(file: string): Promise<readonly FileResult[]> {
    const off: Record<string, 'off'> = {};
    for (let tries = 0; tries < crashLimit; tries += 1) {
      try {
        return await this.#lintWith(tries === 0 ? this.#eslint : this.#without(off), [file]);
      } catch (error) {
        const rule = /^Rule: "(.+)"$/mu.exec(error instanceof Error ? error.message : '')?.[1];
        this.#crashes.push({ file, reason: firstLine(error), ...(rule === undefined ? {} : { rule }) });
        if (rule === undefined) return [];
        off[rule] = 'off';
      }
    }
    return [];
  }

  #without(off: Readonly<Record<string, 'off'>>): ESLint {
    const given = this.#options.overrideConfig;
    const before = given == null ? [] : Array.isArray(given) ? given : [given];
    return new ESLint({ ...this.#options, overrideConfig: [...before, { rules: off }] });
  }

  async #lintWith(eslint: ESLint, files: readonly string[]): Promise<readonly FileResult[]> {
    const results = await eslint.lintFiles([...files]);
    // A rule of a plug-in need not have any, whatever the type says.
    const metas: Readonly<Record<string, Rule.RuleMetaData | undefined>> = eslint.getRulesMetaForResults(results);
    for (const [rule, meta] of Object.entries(metas)) {
      if (meta?.docs?.url !== undefined) this.#documentation[rule] = meta.docs.url;
    }
    return results.map(({ filePath, messages, suppressedMessages }) => ({ file: relative(this.#root, filePath), messages, suppressedMessages }));
  }
}
