import { ReleaseError } from '@bigpanda/release-model';

/** What begins a section or a condition of a spec file, when it begins a line (rpm, build/parseSpec.c). */
const sectionWord = new RegExp(
  `^(?:%(?:package|prep|generate_buildrequires|conf|build|install|check|clean|preun|postun|pretrans|posttrans|preuntrans|postuntrans|pre|post|files|changelog|description|triggerpostun|triggerprein|triggerun|triggerin|trigger|verifyscript|sepolicy|sourcelist|patchlist|filetriggerin|filetriggerun|filetriggerpostun|transfiletriggerin|transfiletriggerun|transfiletriggerpostun)|[ \\t]*%(?:if|else|elif|endif|include))`,
  'im',
);

/** A text as it has to stand in a spec file: each per cent sign twice, or rpm would take what follows for a macro. */
export function escapeMacros(text: string): string {
  return text.replaceAll('%', '%%');
}

/**
 * Lines of text for the body of a section. rpm looks for sections after it has taken one of two per cent signs away, so that no writing keeps a line from being taken for one.
 * @param what the text is, for the message
 * @throws ReleaseError `SPEC_TEXT_UNFIT`
 */
export function escapeBody(text: string, what: string): string {
  const found = sectionWord.exec(text);
  if (found !== null) throw unfit(what, found[0].trim());
  return escapeMacros(text);
}

/**
 * The text of a description. rpmbuild leaves out lines that begin with a number sign, as everywhere but in scripts.
 * @throws ReleaseError `SPEC_TEXT_UNFIT`
 */
export function escapeDescription(text: string, what: string): string {
  if (/^[ \t]*#/m.test(text)) throw unfit(what, '#');
  return escapeBody(text, what);
}

/**
 * The text of a change. A line of it that begins with a star would be taken for the next change; rpmbuild 4.18 says so and leaves the rest out.
 * @throws ReleaseError `SPEC_TEXT_UNFIT`
 */
export function escapeChange(text: string): string {
  if (/\n\*/.test(text)) throw unfit('the changelog', '*');
  return escapeBody(text, 'the changelog');
}

function unfit(what: string, word: string): ReleaseError {
  return new ReleaseError('SPEC_TEXT_UNFIT', `write a spec file: a line of ${what} begins with "${word}", which rpmbuild takes for a part of the spec file`, {
    exitStatus: 2,
    hint: 'Begin the line with something else, or use the packager "native".',
  });
}

/** A path for a list of files: in quotation marks, or as a pattern when a character in it would be read as one; "?" then stands for each of these. */
export function quotePath(path: string): string {
  return /[*?[\]{}\\"'%]/.test(path) ? path.replaceAll(/[*?[\]{}\\"'% ]/g, '?') : `"${path}"`;
}
