import { parseRequirement, type PythonRequirement } from './python-requirement.ts';

/** What an installed distribution says of itself. */
export interface PythonDistribution {
  readonly name: string;
  readonly version: string;
  readonly requirements: readonly PythonRequirement[];
  /** Versions of Python that it runs on, such as `>=3.8`; empty for any. */
  readonly python: string;
}

/**
 * Reads METADATA or PKG-INFO, which look like mail headers (PEP 566). Where they name no requirement, those of the older `requires.txt` count.
 * @param requires text of `requires.txt`
 */
export function readDistribution(metadata: string, requires = ''): PythonDistribution {
  const fields = readHeaders(metadata);
  const value = (name: string) => fields.find(([key]) => key === name)?.[1] ?? '';
  const written = fields.filter(([key]) => key === 'requires-dist').map(([, text]) => text);
  return {
    name: value('name'),
    version: value('version'),
    python: value('requires-python'),
    requirements: (written.length > 0 ? written : readSections(requires)).flatMap(parseRequirement),
  };
}

/** Headers before the first empty line, their names in small letters, folded lines put together. */
function readHeaders(text: string): readonly (readonly [string, string])[] {
  const [head = ''] = text.replaceAll('\r\n', '\n').split('\n\n', 1);
  return head.replaceAll(/\n[ \t]+/g, ' ').split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
  });
}

/** Requirements of `requires.txt`: a section `[extra:marker]` says when those below it count. */
function readSections(text: string): readonly string[] {
  let condition = '';
  return text.split('\n').map((line) => line.trim()).flatMap((line) => {
    const [whole, extra = '', marker = ''] = /^\[([^:\]]*):?(.*)\]$/.exec(line) ?? [];
    if (whole !== undefined) {
      condition = [...(extra === '' ? [] : [`extra == "${extra}"`]), ...(marker === '' ? [] : [`(${marker})`])].join(' and ');
      return [];
    }
    return line === '' || line.startsWith('#') ? [] : [condition === '' ? line : `${line} ; ${condition}`];
  });
}
