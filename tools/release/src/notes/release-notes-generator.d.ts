/** The part of @semantic-release/release-notes-generator that is used; the package brings no types. */
declare module '@semantic-release/release-notes-generator' {
  export function generateNotes(
    options: {
      readonly preset: string;
      readonly presetConfig?: Readonly<Record<string, unknown>>;
      readonly parserOpts?: Readonly<Record<string, unknown>>;
      readonly writerOpts?: Readonly<Record<string, unknown>>;
      readonly linkCompare?: boolean;
      readonly linkReferences?: boolean;
    },
    context: {
      readonly cwd: string;
      readonly commits: readonly { readonly hash: string; readonly message: string }[];
      readonly lastRelease: { readonly gitTag?: string; readonly version?: string };
      readonly nextRelease: { readonly gitTag: string; readonly version: string };
      readonly options: { readonly repositoryUrl: string };
    },
  ): Promise<string>;
}
