import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRpm, type PackageSpec, type WriteOptions } from '@bigpanda/rpm-format';
import type { Signer } from '@bigpanda/signer';

const buildSeconds = 1_700_000_000;
const fileCount = 22;

/** A small package as a distribution has many: 22 files, some dependencies, five changes. */
export function packageSpec(name: string): PackageSpec {
  return {
    name,
    evr: { version: '1.0', release: '1.el9' },
    arch: 'noarch',
    summary: `The package ${name}`,
    description: `The package ${name} of a repository that was made to be measured.\nIt has two lines.`,
    license: 'Apache-2.0',
    sourceRpm: `${name}-1.0-1.el9.src.rpm`,
    timeSeconds: buildSeconds,
    dependencies: { requires: [{ name: 'nodejs(engine)', operator: '>=', evr: '22.13' }, { name: 'systemd' }], provides: [{ name: `${name}-api`, operator: '=', evr: '1' }] },
    files: Array.from({ length: fileCount }, (_, index) => ({
      type: 'file', path: `/usr/lib/${name}/module-${index}/index-of-${index}.js`, mode: 0o644, content: Buffer.from(`${name} ${index}\n`),
    })),
    changelog: Array.from({ length: 5 }, (_, index) => ({ timeSeconds: buildSeconds - index * 86_400, author: `A Packager <packager@sample.example> - 1.${5 - index}-1`, text: `- change ${index} of ${name}` })),
  };
}

export function signedWith(signer: Signer): WriteOptions {
  return { compression: { codec: 'gzip', level: 1 }, signHeader: (header) => signer.sign(header, buildSeconds) };
}

/** Writes packages into a folder and gives their paths. */
export async function writePackages(folder: string, { count, signer }: { readonly count: number; readonly signer: Signer }): Promise<readonly string[]> {
  const files: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `sample-${String(index).padStart(6, '0')}`;
    const file = join(folder, `${name}.rpm`);
    await writeFile(file, await makePackage(name, signer));
    files.push(file);
  }
  return files;
}

/** The bytes of one package. */
export async function makePackage(name: string, signer: Signer): Promise<Uint8Array> {
  return Buffer.concat((await writeRpm(packageSpec(name), signedWith(signer))).chunks);
}
