import * as z from 'zod';
import { absolutePath, account, mode, oneLine, relativePath, targets } from './text.ts';

const sourceTypes: readonly string[] = ['file', 'config', 'noreplace', 'doc', 'licence', 'readme', 'artifact'];
const verifiedFacts = ['digest', 'size', 'linkTarget', 'user', 'group', 'mtime', 'mode', 'capabilities'] as const;

const entryShape = z.strictObject({
  type: z
    .enum(['file', 'config', 'noreplace', 'dir', 'ghost', 'symlink', 'doc', 'licence', 'readme', 'artifact'])
    .default('file')
    .describe('config: saved as .rpmsave when an upgrade brings another; noreplace: the administrator\'s stays; ghost: owned, not installed; artifact: nothing that people look at'),
  source: relativePath
    .optional()
    .describe('A file or folder below the component folder, or a pattern of files: * and ? within a name, **/ for any folders. A folder stands for every file in it'),
  exclude: z.array(relativePath).min(1).optional().describe('Patterns of files below a source folder, or below the fixed part of a pattern, that are left out'),
  destination: absolutePath
    .optional()
    .describe('Where it is installed; for a folder or pattern, the folder. Of a doc or licence: below /usr/share/doc or /usr/share/licenses when absent'),
  target: oneLine.optional().describe('What a symlink points to'),
  of: z.enum(['file', 'dir', 'symlink', 'config', 'noreplace']).optional().describe('What a ghost stands for; a file when absent'),
  mode: mode.optional().describe('0644 for files, 0755 for folders when absent'),
  owner: account.default('root'),
  group: account.default('root'),
  capabilities: z
    .string()
    .regex(/^(?:(?:all|cap_[a-z_]+)(?:,(?:all|cap_[a-z_]+))*)?[=+-][eip]*(?: (?:(?:all|cap_[a-z_]+)(?:,(?:all|cap_[a-z_]+))*)?[=+-][eip]*)*$/, 'capabilities as in cap_from_text(3), such as "cap_net_bind_service=ep"')
    .optional()
    .describe('What a program may do without being root'),
  missingok: z.boolean().optional().describe('Whether the file may be gone without rpm -V saying so'),
  language: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?(?:@[a-z]+)?$/, 'a language such as "de" or "pt_BR"').optional().describe('Left out where the system wants other languages only'),
  unverified: z.array(z.enum(verifiedFacts)).min(1).optional().describe('What rpm -V does not compare'),
  targets,
});

type EntryShape = z.output<typeof entryShape>;

/** An entry of `contents`: what is installed, where, and how rpm treats it. */
export const contentEntry = entryShape.superRefine((entry, context) => {
  for (const { key, message } of findMisfits(entry)) context.addIssue({ code: 'custom', path: [key], message });
});

/** An entry as it is written; `destination` is filled in by the package's name. */
export type WrittenContentEntry = z.output<typeof contentEntry>;
export type ContentType = EntryShape['type'];
export type VerifiedFact = (typeof verifiedFacts)[number];

interface Misfit {
  readonly key: keyof EntryShape;
  readonly message: string;
}

/** Keys that do not go with the type of an entry. */
function findMisfits(entry: EntryShape): readonly Misfit[] {
  const { type } = entry;
  const hasSource = sourceTypes.includes(type);
  const isLink = type === 'symlink' || entry.of === 'symlink';
  const rules: readonly (readonly [boolean, keyof EntryShape, string])[] = [
    [hasSource && entry.source === undefined, 'source', `a source, because the type is "${type}"`],
    [!hasSource && entry.source !== undefined, 'source', `no source, because the type is "${type}"`],
    [!hasSource && entry.exclude !== undefined, 'exclude', `nothing, because the type is "${type}"`],
    [entry.destination === undefined && type !== 'doc' && type !== 'licence', 'destination', 'an absolute path; only the types "doc" and "licence" have a usual place'],
    [isLink !== (entry.target !== undefined), 'target', 'a target on a symlink or the ghost of one, and on nothing else'],
    [entry.of !== undefined && type !== 'ghost', 'of', 'nothing, because only a ghost stands for something else'],
    [entry.mode !== undefined && isLink, 'mode', 'no mode, because that of a symlink means nothing'],
    [entry.capabilities !== undefined && !hasSource, 'capabilities', 'capabilities on a file, and on nothing else'],
    [entry.missingok !== undefined && type === 'dir', 'missingok', 'nothing on a folder'],
  ];
  return rules.flatMap(([applies, key, message]) => (applies ? [{ key, message }] : []));
}
