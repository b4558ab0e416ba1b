/** The part of @semantic-release/commit-analyzer that is used; the package brings no types. */
declare module '@semantic-release/commit-analyzer' {
  export function analyzeCommits(
    options: {
      readonly preset: string;
      readonly presetConfig?: Readonly<Record<string, unknown>>;
      readonly releaseRules?: readonly Readonly<Record<string, unknown>>[];
      readonly parserOpts?: Readonly<Record<string, unknown>>;
    },
    context: { readonly cwd: string; readonly logger: { log(): void }; readonly commits: readonly { readonly hash: string; readonly message: string }[] },
  ): Promise<string | null>;
}
