import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rpmDescriptionSchema, type RpmPackage } from '@bigpanda/release-model';
import { createRpmbuildPackager, nativePackager, type PackInput, type Packager } from '@bigpanda/rpm-builder';
import { sampleInput } from '../fixture.ts';
import { writeFullComponent } from '../full-description.ts';
import { caseName, descriptionCases, listCaseFiles, type DescriptionCase } from './description-cases.ts';

/** rpmbuild takes a second core at times; more at once take none. */
const parallel = 3;
const el9 = { name: 'el9', payload: { codec: 'zstd', level: 9 } } as const;

export interface PackedCase {
  readonly of: DescriptionCase;
  readonly native: readonly RpmPackage[];
  readonly rpmbuild: readonly RpmPackage[];
}

/** What both packagers made of the cases, in `<folder>/native` and `<folder>/rpmbuild`; the next versions of those that have one are below `next`. */
export interface PackedCases {
  readonly first: readonly PackedCase[];
  readonly next: readonly PackedCase[];
}

/** Makes every case with both packagers. */
export async function packCases(folder: string): Promise<PackedCases> {
  const component = join(folder, 'component');
  await writeFullComponent(component, el9);
  for (const [path, content] of listCaseFiles()) {
    await mkdir(dirname(join(component, path)), { recursive: true });
    await writeFile(join(component, path), content);
  }
  const upgraded = descriptionCases.filter(({ next }) => next !== undefined).map((one) => ({ ...one, part: { ...one.part, ...one.next }, version: '0.2.0' }));
  return { first: await packAll(descriptionCases, component, folder), next: await packAll(upgraded, component, join(folder, 'next')) };
}

async function packAll(cases: readonly DescriptionCase[], component: string, folder: string): Promise<readonly PackedCase[]> {
  const packed: PackedCase[] = [];
  const rest = cases.entries();
  const work = async (): Promise<void> => {
    for (const [index, of] of rest) {
      const pack = (packager: Packager) => packager.pack(inputOf(of, component), { folder: join(folder, packager.name) });
      packed[index] = { of, native: await pack(nativePackager), rpmbuild: await pack(createRpmbuildPackager(process.env)) };
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return packed;
}

function inputOf(one: DescriptionCase, componentRoot: string): PackInput {
  const { changelog: _, extraFiles: __, ...input } = sampleInput(componentRoot);
  const { target = el9, version = '0.1.0' } = one;
  const description = rpmDescriptionSchema.parse({ summary: `Case of ${one.what}`.slice(0, 80), description: `A case of ${one.what}.`, license: 'MIT', url: 'https://panda.test/', ...one.part, name: caseName(one) });
  return { ...input, description, target, version, release: `1.${target.name}` };
}
