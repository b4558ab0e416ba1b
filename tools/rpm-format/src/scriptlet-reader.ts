import { readNumber, readText, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { scriptletNames, type Scriptlet, type ScriptletName } from './package-spec.ts';
import { expansionBits, scriptletTags } from './scriptlet-tags.ts';

/** A scriptlet as a header holds it. */
export interface PackagedScriptlet extends Scriptlet {
  readonly name: ScriptletName;
  /** Program and its arguments; empty in packages so old that they do not name it. */
  readonly interpreter: readonly string[];
}

/**
 * The scriptlets of a package, in the order of its life.
 * @throws RpmFormatError `TAG_TYPE_WRONG`
 */
export function readScriptlets(header: Header): readonly PackagedScriptlet[] {
  return scriptletNames.flatMap((name) => {
    const tags = scriptletTags[name];
    if (!header.entries.has(tags.body) && !header.entries.has(tags.program)) return [];
    const flags = readNumber(header, tags.flags) ?? 0;
    return [{
      name,
      interpreter: readTexts(header, tags.program),
      body: readText(header, tags.body) ?? '',
      ...((flags & expansionBits.macros) === 0 ? {} : { expand: 'macros' as const }),
      ...((flags & expansionBits.queryFormat) === 0 ? {} : { expand: 'queryFormat' as const }),
    }];
  });
}
