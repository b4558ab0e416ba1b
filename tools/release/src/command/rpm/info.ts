import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { dependencyTags, formatDependency, listQueryFields, payloadCodec, readChangelog, readDependencies, readNumber, readScriptlets, readText, readTriggers, headerTag, type DependencyKind } from '@bigpanda/rpm-format';
import type { Context } from '../../context.ts';
import { doEach, throwFailures } from '../../rpm-file/each-file.ts';
import { explainFormat, readHead, type RpmHead } from '../../rpm-file/head.ts';
import { listSignatures } from '../../rpm-file/signatures.ts';
import { printable } from '../../view/printable.ts';
import { renderDescription } from '../../view/rpm/description.ts';
import { renderChangelog, renderScriptlets, renderTriggers } from '../../view/rpm/scripts.ts';

/** What can be asked for instead of the description, in the order in which it is shown. */
const views: ReadonlyMap<string, { readonly about: string; readonly render: (head: RpmHead) => string }> = new Map([
  ...(Object.keys(dependencyTags) as readonly DependencyKind[]).map((kind) => [kind, {
    about: `its ${kind === 'orderWithRequires' ? 'order-with-requires' : kind}`,
    render: ({ header }: RpmHead) => readDependencies(header, kind).map((one) => `${printable(formatDependency(one))}\n`).join(''),
  }] as const),
  ['scripts', { about: 'its scriptlets', render: ({ header }: RpmHead) => renderScriptlets(readScriptlets(header)) }],
  ['triggers', { about: 'its triggers and file triggers', render: ({ header }: RpmHead) => renderTriggers(readTriggers(header)) }],
  ['changelog', { about: 'its changelog', render: ({ header }: RpmHead) => renderChangelog(readChangelog(header)) }],
]);

export function addInfoCommand(rpm: Command, context: Context): void {
  const command = rpm
    .command('info')
    .description('Describe RPM files as "rpm -qip" does, or show parts of them as rpm does; needs no workspace and no rpm')
    .argument('<file...>', 'RPM files, binary or source');
  for (const [name, { about }] of views) command.option(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, `show ${about} instead`);
  command
    .option('--json', 'print everything as JSON: what "rpm -q --qf" has, by tag, and who signed')
    .action(async (files: readonly string[], options: Readonly<Record<string, true | undefined>>) => {
      const chosen = [...views].filter(([name]) => options[name] === true);
      const { results, failures } = await doEach(files, async (file) => {
        const head = await readHead(context.workingFolder, file);
        try {
          return { json: present(head), text: chosen.length === 0 ? describe(head) : chosen.map(([, { render }]) => render(head)).join('') };
        } catch (error) {
          throw explainFormat(error, file);
        }
      });
      context.write(options['json'] === true ? canonicalJson({ packages: results.map(({ json }) => json) }) : results.map(({ text }) => text).join(''));
      throwFailures(context, failures);
    });
}

function describe(head: RpmHead): string {
  return renderDescription({ fields: listQueryFields(head), signature: listSignatures(head)[0]?.description });
}

/** Everything of a package for machines; what is a list in rpm is one here, and so is what is not. */
function present(head: RpmHead): object {
  const { file, sizeBytes, lead, header } = head;
  const read = (tag: number): string => readText(header, tag) ?? '';
  return {
    file,
    sizeBytes,
    type: lead.type,
    name: read(headerTag.name),
    epoch: readNumber(header, headerTag.epoch) ?? 0,
    version: read(headerTag.version),
    release: read(headerTag.release),
    arch: read(headerTag.arch),
    payload: { codec: payloadCodec(head), level: read(headerTag.payloadFlags) },
    signatures: listSignatures(head),
    tags: Object.fromEntries(listQueryFields(head)),
  };
}
