import type { DependencyProvider } from './dependency-provider.ts';
import { readElf, type ElfObject } from './elf-object.ts';
import type { ScannedFile } from './scanned-file.ts';

/** Libraries by their sonames and symbol versions (rpm, tools/elfdeps.c). */
export const elf: DependencyProvider = {
  name: 'elf',
  summary: 'shared libraries that programs and libraries need or are, with the versions of their symbols',
  async find({ files }) {
    const found = await Promise.all(files.filter(mayBeElf).map(async (file) => {
      const object = await readElf(file);
      if (object === undefined) return [];
      const name = (kind: 'requires' | 'provides') => (text: string) => ({ kind, dependency: { name: text }, cause: file.path });
      return [...listRequires(object, file).map(name('requires')), ...listProvides(object, file).map(name('provides'))];
    }));
    return found.flat();
  },
};

/** Other files are not opened: a program has the bit that lets it run, a library a name that says what it is. */
function mayBeElf({ path, isExecutable, sizeBytes }: ScannedFile): boolean {
  return sizeBytes > 0 && (isExecutable || /\.so(?:\.|$)|\.node$/.test(path.slice(path.lastIndexOf('/'))));
}

/** A program that nobody can run needs nothing. */
function listRequires(object: ElfObject, { isExecutable }: ScannedFile): readonly string[] {
  if (object.hasInterpreter && !isExecutable) return [];
  const names = [
    ...object.needed.map((library) => markName(object, library)),
    ...object.neededVersions.map(({ library, version }) => markName(object, library, version)),
  ];
  // A library without the older table of symbols needs a loader that reads the newer one.
  return unique(object.hasGnuHash && !object.hasHash ? [...names, 'rtld(GNU_HASH)'] : names);
}

/** A shared object that is no program; its file's name stands for a soname that it does not have. */
function listProvides(object: ElfObject, { path }: ScannedFile): readonly string[] {
  if (!object.isShared || object.isProgram) return [];
  const soname = object.soname ?? path.slice(path.lastIndexOf('/') + 1);
  return unique([markName(object, soname), ...object.definedVersions.map(({ library, version }) => markName(object, library, version))].filter((text) => text !== ''));
}

function markName({ is64Bit }: ElfObject, library: string, version = ''): string {
  // Other names are those of modules that one program loads (rpm, tools/elfdeps.c, since 4.18).
  if (!/^(?:lib|ld(?:64)?[.-]).*\.so/.test(library)) return '';
  return version !== '' || is64Bit ? `${library}(${version})${is64Bit ? '(64bit)' : ''}` : library;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== '');
}
