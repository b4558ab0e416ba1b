/** Stands between the facts and the hint in a message of the rule `bigpanda/import-directions`. */
export const hintSeparator = '\n';
