/** What the text of each licence has and no other: its title, or a sentence of its own. SPDX calls them so. */
const marks: readonly (readonly [license: string, pattern: RegExp])[] = [
  ['Apache-2.0', /Apache License\s+Version 2\.0/],
  ['MPL-2.0', /Mozilla Public License,? (?:Version|v\.) ?2\.0/i],
  ['AGPL-3.0-or-later', /GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/],
  ['LGPL-3.0-or-later', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/],
  ['LGPL-2.1-or-later', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1/],
  ['GPL-3.0-or-later', /GNU GENERAL PUBLIC LICENSE\s+Version 3/],
  ['GPL-2.0-or-later', /GNU GENERAL PUBLIC LICENSE\s+Version 2/],
  ['MIT', /Permission is hereby granted, free of charge, to any person obtaining a copy/],
  ['ISC', /Permission to use, copy, modify, and(?:\/or)? distribute this software for any\s+purpose/],
  ['BSD-3-Clause', /Redistribution and use in source and binary forms[\s\S]*Neither the name/],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/],
];

/** The SPDX name of a well-known licence by its text; undefined for others. Of the GNU licences it takes "or later", which their own texts recommend. */
export function recogniseLicence(text: string): string | undefined {
  const spaced = text.replaceAll(/[ \t]+/g, ' ');
  return marks.find(([, pattern]) => pattern.test(spaced))?.[0];
}
