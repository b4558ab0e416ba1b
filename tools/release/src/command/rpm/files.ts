import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { fileFlag, type PackagedFile } from '@bigpanda/rpm-format';
import type { Context } from '../../context.ts';
import { doEach, throwFailures } from '../../rpm-file/each-file.ts';
import { readHead } from '../../rpm-file/head.ts';
import { presentFile } from '../../view/rpm/file.ts';
import { renderFileList, renderPaths } from '../../view/rpm/file-list.ts';

/** Which files are wanted, by the bit that they have; rpm -qc, -qd, -qL and those that are not in the payload. */
const kinds = { config: fileFlag.config, docs: fileFlag.doc, licences: fileFlag.licence, ghosts: fileFlag.ghost } as const;

type FilesOptions = Readonly<Partial<Record<keyof typeof kinds | 'long' | 'json', true>>>;

export function addFilesCommand(rpm: Command, context: Context): void {
  rpm
    .command('files')
    .description('List the files of RPM files as "rpm -qlp" does; needs no workspace and no rpm')
    .argument('<file...>', 'RPM files, binary or source')
    .option('-l, --long', 'with mode, owner, size and time, as "rpm -qlvp" does')
    .option('--config', 'only configuration files')
    .option('--docs', 'only documentation')
    .option('--licences', 'only licences')
    .option('--ghosts', 'only files that the package owns without holding them')
    .option('--json', 'print everything that the package says of each file as JSON')
    .action(async (files: readonly string[], options: FilesOptions) => {
      const wanted = (Object.keys(kinds) as readonly (keyof typeof kinds)[]).filter((kind) => options[kind] === true).map((kind) => kinds[kind]);
      const { results, failures } = await doEach(files, async (file) => {
        const { files: all } = await readHead(context.workingFolder, file);
        return { file, isEmpty: all.length === 0, found: choose(all, wanted) };
      });
      if (options.json === true) context.write(canonicalJson({ packages: results.map(({ file, found }) => ({ file, files: found.map(presentFile) })) }));
      else for (const { found, isEmpty } of results) context.write(isEmpty ? '(contains no files)\n' : options.long === true ? renderFileList(found, Math.floor(context.now().getTime() / 1000)) : renderPaths(found));
      throwFailures(context, failures);
    });
}

function choose(files: readonly PackagedFile[], wanted: readonly number[]): readonly PackagedFile[] {
  return wanted.length === 0 ? files : files.filter(({ flags }) => wanted.some((bit) => (flags & bit) !== 0));
}
