/** The part of micromatch that is used; the package brings no types. */
declare module 'micromatch' {
  const micromatch: { readonly matcher: (pattern: string) => (text: string) => boolean };
  // eslint-disable-next-line bigpanda/no-default-export -- the shape of the package, not ours
  export = micromatch;
}
