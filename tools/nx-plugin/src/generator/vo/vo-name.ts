/** Longest value of a job's VO. Source: PanDA's schema, `VO varchar(16)`. */
const longestName = 16;

/** Names that are taken, each with what has it. */
export type TakenNames = ReadonlyMap<string, string>;

/** What is wrong with the name of a new VO, one clause each; none when it can be used. */
export function checkVoName(name: string, taken: TakenNames): string[] {
  const owner = taken.get(name);
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(name) ? [] : [`name "${name}": wanted a lower-case letter, then lower-case letters, digits and "-"`]),
    ...(/-$|--/.test(name) ? [`name "${name}": wanted no "-" at the end and no two in a row`] : []),
    ...(name.length <= longestName ? [] : [`name "${name}": wanted at most ${longestName} characters, which is all that a job's VO can have, found ${name.length}`]),
    ...(owner === undefined ? [] : [`name "${name}": ${owner}`]),
  ];
}

/** What is wrong with the title of a new VO; none when it can be used. */
export function checkVoTitle(title: string): string[] {
  return /^\p{L}[\p{L}\p{N} .,&()'+/-]{0,39}$/u.test(title) ? [] : [`title "${title}": wanted a letter, then letters, digits, blanks and .,&()'+/- , at most 40 characters in all`];
}
