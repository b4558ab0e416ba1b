import { embeddedLua } from './interpreter.ts';
import type { FileTrigger, PackageSpec, Scriptlet, Trigger } from './package-spec.ts';

/** What is wrong with the scriptlets and triggers of a package, in words. */
export function findScriptFaults(spec: PackageSpec): readonly string[] {
  return [
    ...Object.entries(spec.scriptlets ?? {}).flatMap(([name, scriptlet]) => findScriptletFaults(scriptlet).map((fact) => `the scriptlet "${name}" ${fact}`)),
    ...(spec.triggers ?? []).flatMap((trigger) => findTriggerFaults(trigger).map((fact) => `a trigger ${fact}`)),
    ...(spec.fileTriggers ?? []).flatMap((trigger) => findFileTriggerFaults(trigger).map((fact) => `a file trigger ${fact}`)),
  ];
}

function findScriptletFaults({ body, interpreter = ['/bin/sh'] }: Scriptlet): readonly string[] {
  const [program = '', ...parameters] = interpreter;
  return [
    ...findProgramFaults(program),
    ...(program === embeddedLua && parameters.length > 0 ? ['gives arguments to the interpreter inside rpm'] : []),
    ...(body === '' && program === embeddedLua ? ['is empty'] : []),
  ];
}

function findTriggerFaults({ on, interpreter = '/bin/sh' }: Trigger): readonly string[] {
  return [
    ...findProgramFaults(interpreter),
    ...(on.length === 0 ? ['names no package that sets it off'] : []),
    ...on.filter(({ name }) => !/^[^\s()<>=]+$/.test(name)).map(({ name }) => `is set off by ${JSON.stringify(name)}, which is no name of a package`),
    ...on.filter(({ operator, evr }) => (operator === undefined) !== (evr === undefined)).map(({ name }) => `is set off by "${name}" with a version or an operator alone`),
  ];
}

function findFileTriggerFaults({ paths, priority = 0, interpreter = '/bin/sh' }: FileTrigger): readonly string[] {
  return [
    ...findProgramFaults(interpreter),
    ...(paths.length === 0 ? ['names no path that sets it off'] : []),
    ...paths.filter((path) => !path.startsWith('/')).map((path) => `is set off by ${JSON.stringify(path)}, which is no absolute path`),
    ...(Number.isInteger(priority) && priority >= 0 && priority <= 0x7fffffff ? [] : [`has the priority ${priority}; wanted 0 to 2147483647`]),
  ];
}

/** rpm runs programs by their paths; anything else in angle brackets is no interpreter of its own. */
function findProgramFaults(program: string): readonly string[] {
  return program === embeddedLua || /^\/[^\s]+$/.test(program) ? [] : [`has the interpreter ${JSON.stringify(program)}; wanted an absolute path or "${embeddedLua}"`];
}
