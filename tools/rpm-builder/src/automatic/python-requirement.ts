import { evaluateMarker } from './python-marker.ts';

export interface VersionSpecifier {
  readonly operator: '~=' | '==' | '===' | '!=' | '<=' | '>=' | '<' | '>';
  readonly version: string;
}

/** A requirement of PEP 508. */
export interface PythonRequirement {
  readonly name: string;
  readonly specifiers: readonly VersionSpecifier[];
  /** When it counts; always when absent. */
  readonly marker: string | undefined;
}

/** What a line such as `requests[socks] (>=2.8.1,<3) ; python_version >= "3.8"` requires; nothing where it is no requirement. */
export function parseRequirement(line: string): readonly PythonRequirement[] {
  const [requirement, marker] = splitMarker(line);
  const [, name, rest = ''] = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(requirement) ?? [];
  if (name === undefined) return [];
  // What a URL names has no version to compare.
  const versions = rest.startsWith('@') ? '' : rest.replace(/^\(|\)\s*$/g, '');
  return [{ name, specifiers: versions.split(',').flatMap(parseSpecifier), marker }];
}

/** Whether a requirement counts for a Python, without any extra. */
export function isWanted({ marker }: PythonRequirement, python: string): boolean {
  return marker === undefined || evaluateMarker(marker, python);
}

/** A URL may hold a semicolon; then the marker follows a space. */
function splitMarker(line: string): readonly [string, string?] {
  const at = line.includes('@') ? line.indexOf(' ;') : line.indexOf(';');
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at).replace(/^\s*;/, '').trim()];
}

function parseSpecifier(text: string): readonly VersionSpecifier[] {
  const [, operator, version] = /^\s*(~=|===?|!=|<=|>=|<|>)\s*(\S+)\s*$/.exec(text) ?? [];
  return isOperator(operator) && version !== undefined ? [{ operator, version }] : [];
}

function isOperator(text: string | undefined): text is VersionSpecifier['operator'] {
  return text !== undefined && ['~=', '==', '===', '!=', '<=', '>=', '<', '>'].includes(text);
}
