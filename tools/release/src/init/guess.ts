/** One thing that was guessed of a folder, and from what. */
export interface Guess {
  /** Key of rpm.json, or what it is about. */
  readonly about: string;
  readonly value: string;
  readonly because: string;
}

/** Parts of an rpm.json as it is written, before the schema fills in the rest. */
export interface GuessedPackage {
  readonly build?: { readonly bundles?: readonly { readonly entry: string; readonly output: string }[]; readonly python?: true };
  readonly requires: readonly string[];
  readonly units: readonly string[];
  readonly users: readonly { readonly name: string; readonly home?: string }[];
  readonly contents: readonly GuessedContent[];
  /** What the package holds, for its description: `the program "hello"`. */
  readonly holds: string;
  readonly guesses: readonly Guess[];
}

/** An entry of `contents`. */
export interface GuessedContent {
  readonly type?: 'noreplace' | 'symlink' | 'doc' | 'licence';
  readonly source?: string;
  readonly destination?: string;
  readonly target?: string;
  readonly mode?: string;
}
