const block = /-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----[^]*?-----END PGP \1 KEY BLOCK-----/g;

/** The armored keys that stand one after the other in a text; the whole text when there is none, so that its reader says what is wrong. */
export function splitArmor(text: string): readonly string[] {
  const blocks = text.match(block);
  return blocks ?? [text];
}
