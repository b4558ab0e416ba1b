import { listQueryFields } from '@bigpanda/rpm-format';
import type { RpmHead } from '../rpm-file/head.ts';

/** A tag, or a field that rpm derives from tags, that two packages of the same commit have with other values. */
export interface TagDifference {
  /** As `rpm --qf` calls it. */
  readonly tag: string;
  readonly published: string;
  readonly rebuilt: string;
  /** What makes it differ. */
  readonly reason: string;
}

/** What is known of the two packages beside their headers. */
export interface DifferenceFacts {
  /** Versions that the provenance states, such as of `zstd`; empty where there is none. */
  readonly madeBy: Readonly<Record<string, string>>;
  /** The same of this run. */
  readonly here: Readonly<Record<string, string>>;
}

const shownLetters = 60;

/** Why a tag may differ, by what it depends on; the first that fits. */
const reasons: readonly { readonly tags: RegExp; readonly explain: (facts: ExplainedFacts) => string }[] = [
  { tags: /^(?:DSAHEADER|RSAHEADER|SIGPGP|SIGGPG|OPENPGP|RESERVEDSPACE|RESERVED|LONGSIGSIZE|SIGSIZE|LONGARCHIVESIZE|ARCHIVESIZE)$/, explain: () => 'who signed, or the sizes of what follows' },
  { tags: /^(?:SHA1HEADER|SHA256HEADER|SHA3_256HEADER|SIGMD5)$/, explain: () => 'follows from the tags of the header below' },
  { tags: /^PAYLOAD(?:SHA256|DIGEST|SIZE|SHA512|SHA3_256)?$/, explain: ({ isContentSame, tools }) => (isContentSame ? `the content is the same, it is compressed otherwise${tools}` : 'follows from the files') },
  { tags: /^PAYLOAD(?:SHA256ALT|DIGESTALT|SIZEALT|SHA512ALT)$/, explain: () => 'follows from the files' },
  { tags: /^PAYLOAD(?:COMPRESSOR|FLAGS|FORMAT)$/, explain: () => '"payload" of the target in repo-config/repository.json, or another version of bigpanda' },
  { tags: /^(?:FILE|DIR|BASENAMES|OLDFILE|ORIG|SIZE$|LONGSIZE$|FILENAMES|INSTFILENAMES)/, explain: ({ tools }) => `another file or content: see the files${tools}` },
  { tags: /^CHANGELOG/, explain: () => 'the ledger of this clone does not have this release, or not those before it: git fetch origin ledger:ledger' },
  { tags: /^(?:BUILDTIME|VCS)$/, explain: () => 'another commit' },
  { tags: /^(?:VENDOR|DISTURL|URL)$/, explain: () => 'the configuration of the repository, or rpm.json' },
  { tags: /^(?:BUILDHOST|RPMVERSION|PLATFORM|ENCODING|COOKIE|OPTFLAGS)$/, explain: ({ tools }) => `made by another packager or version of bigpanda${tools}` },
];

interface ExplainedFacts {
  readonly isContentSame: boolean;
  /** Tools that differ, with a comma before them; empty where all are the same. */
  readonly tools: string;
}

/** Every tag in which the headers of two packages differ, by name, with what makes it differ. */
export function explainTags(published: RpmHead, rebuilt: RpmHead, { madeBy, here }: DifferenceFacts): readonly TagDifference[] {
  const [before, after] = [listQueryFields(published), listQueryFields(rebuilt)];
  const differing = Object.keys(madeBy).filter((part) => here[part] !== madeBy[part]);
  const tools = differing.length === 0 ? '' : `, made by ${differing.map((part) => `${part} ${madeBy[part] ?? ''} and here is ${here[part] ?? 'none'}`).join(', ')}`;
  const isContentSame = String(before.get('PAYLOADDIGESTALT') ?? '') === String(after.get('PAYLOADDIGESTALT') ?? '');
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((tag) => {
    const [one, other] = [shorten(before.get(tag)), shorten(after.get(tag))];
    if (String(before.get(tag) ?? '') === String(after.get(tag) ?? '')) return [];
    return [{ tag, published: one, rebuilt: other, reason: reasons.find(({ tags }) => tags.test(tag))?.explain({ isContentSame, tools }) ?? `rpm.json, or another version of bigpanda${tools}` }];
  });
}

/** What of a tag's values can be shown in a line. */
function shorten(values: readonly (string | number)[] | undefined): string {
  const text = (values ?? []).join(' ').replaceAll(/\s+/g, ' ');
  return values === undefined ? '(none)' : text.length <= shownLetters ? text : `${text.slice(0, shownLetters)}...`;
}
