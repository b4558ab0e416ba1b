import type { HeaderValue } from './header-value.ts';
import { scriptletNames, type PackageSpec, type Scriptlet, type ScriptletName } from './package-spec.ts';
import { sense } from './sense.ts';
import { headerTag } from './tag.ts';

interface ScriptletPlace {
  readonly body: number;
  readonly program: number;
  readonly flags: number;
  /** Bit of the requirement on its interpreter. */
  readonly sense: number;
}

/** Where each scriptlet stands in the header. */
const places: Readonly<Record<ScriptletName, ScriptletPlace>> = {
  pretrans: { body: headerTag.pretransScript, program: headerTag.pretransProgram, flags: headerTag.pretransFlags, sense: sense.pretrans },
  pre: { body: headerTag.preScript, program: headerTag.preProgram, flags: headerTag.preFlags, sense: sense.pre },
  post: { body: headerTag.postScript, program: headerTag.postProgram, flags: headerTag.postFlags, sense: sense.post },
  preun: { body: headerTag.preunScript, program: headerTag.preunProgram, flags: headerTag.preunFlags, sense: sense.preun },
  postun: { body: headerTag.postunScript, program: headerTag.postunProgram, flags: headerTag.postunFlags, sense: sense.postun },
  posttrans: { body: headerTag.posttransScript, program: headerTag.posttransProgram, flags: headerTag.posttransFlags, sense: sense.posttrans },
  preuntrans: { body: headerTag.preuntransScript, program: headerTag.preuntransProgram, flags: headerTag.preuntransFlags, sense: sense.preuntrans },
  postuntrans: { body: headerTag.postuntransScript, program: headerTag.postuntransProgram, flags: headerTag.postuntransFlags, sense: sense.postuntrans },
  verify: { body: headerTag.verifyScript, program: headerTag.verifyProgram, flags: headerTag.verifyScriptFlags, sense: sense.verify },
};
/** Bits of a scriptlet's flags (rpm, lib/rpmscript.h). */
const expansionBits = { macros: 1, queryFormat: 2 } as const;

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
    return scriptlet === undefined ? [] : [{ place: places[name], scriptlet }];
  });
}

function interpreterOf(scriptlet: Scriptlet): readonly string[] {
  return scriptlet.interpreter ?? ['/bin/sh'];
}

function programValue(interpreter: readonly string[]): HeaderValue {
  const [program = ''] = interpreter;
  return interpreter.length > 1 ? { type: 'stringArray', values: interpreter } : { type: 'string', value: program };
}
