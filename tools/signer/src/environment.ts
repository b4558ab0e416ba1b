/** Environment variables, handed in by the program's edge. */
export type Environment = Readonly<Record<string, string | undefined>>;
