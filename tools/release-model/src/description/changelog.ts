import * as z from 'zod';
import { lines, oneLine } from './text.ts';

/** Changes that people read in `rpm -q --changelog`, newest first. */
export const changelog = z
  .array(z.strictObject({
    date: z.iso.date('a day such as "2026-11-22"'),
    author: oneLine.describe('Name and mail address'),
    version: oneLine.optional().describe('Version and release that brought the change'),
    text: lines,
  }))
  .superRefine((entries, context) => {
    entries.forEach(({ date }, index) => {
      const next = entries[index + 1]?.date;
      if (next !== undefined && date < next) context.addIssue({ code: 'custom', path: [index + 1, 'date'], message: `the newest first: a day not after "${date}"` });
    });
  })
  .default([]);
