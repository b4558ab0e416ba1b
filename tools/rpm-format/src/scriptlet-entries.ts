import type { Dependency } from './dependency.ts';
import type { HeaderValue } from './header-value.ts';
import { scriptletNames, type PackageSpec, type Scriptlet, type ScriptletName } from './package-spec.ts';
import { sense } from './sense.ts';
import { headerTag } from './tag.ts';

/** Where a scriptlet stands in the header, and the sense bit of the requirement on its interpreter. */
const places: Readonly<Record<ScriptletName, { readonly body: number; readonly program: number; readonly sense: number }>> = {
  pretrans: { body: headerTag.pretransScript, program: headerTag.pretransProgram, sense: sense.pretrans },
  pre: { body: headerTag.preScript, program: headerTag.preProgram, sense: sense.pre },
  post: { body: headerTag.postScript, program: headerTag.postProgram, sense: sense.post },
  preun: { body: headerTag.preunScript, program: headerTag.preunProgram, sense: sense.preun },
  postun: { body: headerTag.postunScript, program: headerTag.postunProgram, sense: sense.postun },
  posttrans: { body: headerTag.posttransScript, program: headerTag.posttransProgram, sense: sense.posttrans },
};
const embeddedLua = '<lua>';

/** Bodies and interpreters. */
export function writeScriptletEntries(spec: PackageSpec): readonly (readonly [number, HeaderValue])[] {
  return listScriptlets(spec).flatMap(({ place, scriptlet }) => [
    [place.body, { type: 'string', value: scriptlet.body }] as const,
    [place.program, programValue(interpreterOf(scriptlet))] as const,
  ]);
}

/** What the interpreters of the scriptlets require, with the sense bits that order the transaction. */
export function requireInterpreters(spec: PackageSpec): readonly Dependency[] {
  return listScriptlets(spec).flatMap(({ place, scriptlet }) => {
    const [program = ''] = interpreterOf(scriptlet);
    return program === embeddedLua ? [] : [{ name: program, sense: sense.interpreter | place.sense }];
  });
}

/** Whether any scriptlet runs in rpm's own interpreter, and whether any interpreter is given arguments. */
export function scriptletFeatures(spec: PackageSpec): { readonly usesLua: boolean; readonly usesArguments: boolean } {
  const interpreters = listScriptlets(spec).map(({ scriptlet }) => interpreterOf(scriptlet));
  return {
    usesLua: interpreters.some(([program]) => program === embeddedLua),
    usesArguments: interpreters.some(({ length }) => length > 1),
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
