import { formatDependency, type FileTrigger, type PackageSpec, type Scriptlet, type ScriptletName, type Trigger } from '@bigpanda/rpm-format';
import { escapeBody, escapeMacros } from './spec-text.ts';

/** The section of each scriptlet; that of `verify` has a name of its own. */
const sectionNames: Readonly<Record<ScriptletName, string>> = {
  pretrans: '%pretrans',
  pre: '%pre',
  post: '%post',
  preun: '%preun',
  postun: '%postun',
  posttrans: '%posttrans',
  preuntrans: '%preuntrans',
  postuntrans: '%postuntrans',
  verify: '%verifyscript',
};

/** The sections of a package's scriptlets and triggers. */
export function listScriptSections(spec: PackageSpec, packageOption: string): readonly string[] {
  const scriptlets = Object.entries(spec.scriptlets ?? {}) as readonly (readonly [ScriptletName, Scriptlet])[];
  return [
    ...scriptlets.map(([name, scriptlet]) => writeScriptlet(sectionNames[name] + packageOption, scriptlet)),
    ...(spec.triggers ?? []).map((trigger) => writeTrigger(packageOption, trigger)),
    ...(spec.fileTriggers ?? []).map((trigger) => writeFileTrigger(packageOption, trigger)),
  ];
}

function writeScriptlet(section: string, { body, interpreter = ['/bin/sh'], expand }: Scriptlet): string {
  const isShell = interpreter.length === 1 && interpreter[0] === '/bin/sh';
  const words = [section, ...(isShell ? [] : [`-p ${quoteArgument(interpreter.map(quoteArgument).join(' '))}`]), ...(expand === undefined ? [] : [expand === 'macros' ? '-e' : '-q'])];
  return writeSection(words.join(' '), body);
}

function writeTrigger(packageOption: string, { when, on, body, interpreter }: Trigger): string {
  return writeSection(`%trigger${when}${packageOption}${writeInterpreter(interpreter)} -- ${escapeMacros(on.map(formatDependency).join(', '))}`, body);
}

function writeFileTrigger(packageOption: string, { when, scope, paths, body, interpreter, priority }: FileTrigger): string {
  const section = `%${scope === 'transaction' ? 'trans' : ''}filetrigger${when}${packageOption}`;
  return writeSection(`${section}${priority === undefined ? '' : ` -P ${priority}`}${writeInterpreter(interpreter)} -- ${escapeMacros(paths.join(' '))}`, body);
}

function writeInterpreter(interpreter: string | undefined): string {
  return interpreter === undefined ? '' : ` -p ${quoteArgument(interpreter)}`;
}

function writeSection(head: string, body: string): string {
  return body === '' ? head : `${head}\n${escapeBody(body.replace(/\n$/, ''), `the script of "${head}"`)}`;
}

/** A word of a section's line: rpm splits it as popt does, with quotation marks and backslashes. */
function quoteArgument(text: string): string {
  const escaped = escapeMacros(text);
  return /^[A-Za-z0-9_./<>%=:,+-]+$/.test(text) ? escaped : `"${escaped.replaceAll(/["\\]/g, '\\$&')}"`;
}
