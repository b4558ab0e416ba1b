import type { HeaderValue } from './header-value.ts';
import { scriptletNames, type PackageSpec, type Scriptlet } from './package-spec.ts';
import { expansionBits, scriptletTags } from './scriptlet-tags.ts';

/** Bodies, interpreters and flags. */
export function writeScriptletEntries(spec: PackageSpec): readonly (readonly [number, HeaderValue])[] {
  return listScriptlets(spec).flatMap(({ place, scriptlet }): readonly (readonly [number, HeaderValue])[] => [
    ...(scriptlet.body === '' ? [] : [[place.body, { type: 'string', value: scriptlet.body }] as const]),
    [place.program, programValue(interpreterOf(scriptlet))],
    ...(scriptlet.expand === undefined ? [] : [[place.flags, { type: 'int32', values: [expansionBits[scriptlet.expand]] }] as const]),
  ]);
}

/** The interpreter of each scriptlet with the sense bit that orders the transaction, and whether it needs more than the oldest rpm. */
export function listScriptletPrograms(spec: PackageSpec): readonly { readonly program: string; readonly sense: number }[] {
  return listScriptlets(spec).map(({ place, scriptlet }) => ({ program: interpreterOf(scriptlet)[0] ?? '', sense: place.sense }));
}

/** Whether any interpreter is given arguments, and whether any body is expanded when it runs. */
export function scriptletFeatures(spec: PackageSpec): { readonly usesArguments: boolean; readonly usesExpansion: boolean } {
  const scriptlets = listScriptlets(spec).map(({ scriptlet }) => scriptlet);
  return {
    usesArguments: scriptlets.some((scriptlet) => interpreterOf(scriptlet).length > 1),
    usesExpansion: scriptlets.some(({ expand }) => expand !== undefined),
  };
}

function listScriptlets(spec: PackageSpec) {
  return scriptletNames.flatMap((name) => {
    const scriptlet = spec.scriptlets?.[name];
    return scriptlet === undefined ? [] : [{ place: scriptletTags[name], scriptlet }];
  });
}

function interpreterOf(scriptlet: Scriptlet): readonly string[] {
  return scriptlet.interpreter ?? ['/bin/sh'];
}

function programValue(interpreter: readonly string[]): HeaderValue {
  const [program = ''] = interpreter;
  return interpreter.length > 1 ? { type: 'stringArray', values: interpreter } : { type: 'string', value: program };
}
