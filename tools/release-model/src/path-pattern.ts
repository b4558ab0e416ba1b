/** Whether a source stands for the files that a pattern matches, not for one file or folder. */
export function isPattern(source: string): boolean {
  return /[*?]/.test(source);
}

/** Whether a path matches a pattern: `*` and `?` stand for text and a character within a name, `**` for any number of folders. */
export function matchesPattern(path: string, pattern: string): boolean {
  return compilePattern(pattern).test(path);
}

/** The folder that a pattern begins with, without any sign of a pattern; empty when there is none. */
export function fixedPart(pattern: string): string {
  const names = pattern.split('/');
  const first = names.findIndex((name) => /[*?]/.test(name));
  return names.slice(0, first < 0 ? names.length - 1 : first).join('/');
}

function compilePattern(pattern: string): RegExp {
  const parts = pattern.split('/').map((name, index, names) => {
    const isLast = index === names.length - 1;
    if (name === '**') return isLast ? '.*' : '(?:[^/]+/)*';
    const text = name.replace(/[.+^${}()|[\]\\*?]/g, (sign) => ({ '*': '[^/]*', '?': '[^/]' })[sign] ?? `\\${sign}`);
    return isLast ? text : `${text}/`;
  });
  return new RegExp(`^${parts.join('')}$`, 'su');
}
