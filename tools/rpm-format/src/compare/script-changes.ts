import { formatDependency } from '../dependency-text.ts';
import type { Header } from '../header-reader.ts';
import { scriptletNames } from '../package-spec.ts';
import { readScriptlets } from '../scriptlet-reader.ts';
import { readTriggers } from '../trigger-reader.ts';

/** A scriptlet or trigger as it runs. */
export interface ScriptText {
  /** Program with its arguments, and how rpm expands the body if it does. */
  readonly interpreter: string;
  readonly body: string;
}

/** A scriptlet or trigger that is not the same in both packages; absent where a package has none. */
export interface ScriptChange {
  /** `post`, or with its conditions `triggerin(bash >= 4)`. */
  readonly name: string;
  readonly before?: ScriptText;
  readonly after?: ScriptText;
}

/** Scriptlets in the order of a package's life, then triggers. */
export function compareScripts(before: Header, after: Header): readonly ScriptChange[] {
  const [old, fresh] = [listScripts(before), listScripts(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort((left, right) => orderOf(left) - orderOf(right));
  return names.flatMap((name) => {
    const [one, other] = [old.get(name), fresh.get(name)];
    if (one?.body === other?.body && one?.interpreter === other?.interpreter) return [];
    return [{ name, ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) }];
  });
}

function orderOf(name: string): number {
  const index = (scriptletNames as readonly string[]).indexOf(name);
  return index < 0 ? scriptletNames.length : index;
}

function listScripts(header: Header): ReadonlyMap<string, ScriptText> {
  const scriptlets = readScriptlets(header).map(({ name, interpreter, body, expand }) => [name, { interpreter: `${interpreter.join(' ')}${expand === undefined ? '' : ` (expands ${expand})`}`, body }] as const);
  const triggers = readTriggers(header).map(({ family, when, on, interpreter, body, priority }) => [
    `${family}${when}(${on.map(formatDependency).join(', ')})`,
    { interpreter: `${interpreter}${priority === undefined ? '' : ` (priority ${priority})`}`, body },
  ] as const);
  return numberTwins([...scriptlets, ...triggers]);
}

/** Two triggers may have the same conditions. */
function numberTwins(scripts: readonly (readonly [string, ScriptText])[]): ReadonlyMap<string, ScriptText> {
  const found = new Map<string, ScriptText>();
  for (const [name, script] of scripts) {
    let number = 1;
    while (found.has(number === 1 ? name : `${name} #${number}`)) number += 1;
    found.set(number === 1 ? name : `${name} #${number}`, script);
  }
  return found;
}
