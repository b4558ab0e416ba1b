/** The world of one run: everything that is not a function of arguments is handed in here by main.ts. */
export interface Context {
  readonly workingFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Who runs it, for publish records. */
  readonly user: string;
  /** Results. */
  readonly write: (text: string) => void;
  /** Progress and errors. */
  readonly writeError: (text: string) => void;
  /** Whether progress may be drawn: standard error is a terminal. */
  readonly isTerminal: boolean;
  /** Whether each step is told in a line where progress cannot be drawn: somebody looks. */
  readonly tellsSteps?: boolean;
  /** Whether results may be coloured: standard output is a terminal. */
  readonly colours: boolean;
  /** Width of that terminal, in characters. */
  readonly columns?: number;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}
