import { closeSync, createReadStream, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { createRpmbuildPackager, nativePackager, rpmbuildDifferences, type Packager } from '@bigpanda/rpm-builder';
import { listQueryFields, openRpm, type QueryValues } from '@bigpanda/rpm-format';
import { makeFolder, run, sampleInput } from '../fixture.ts';

/** What a campaign found; it failed when there are failures. */
export interface LargeFileReport {
  readonly rounds: number;
  readonly failures: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Packs a sparse file, at full size above 4 GiB, with both packagers: the headers are the same but for the table, and rpm installs and verifies both. */
export async function campaign(sizeMebibytes = 4_608): Promise<LargeFileReport> {
  await using folder = await makeFolder();
  const component = join(folder.path, 'component');
  mkdirSync(component);
  writeSparse(join(component, 'large'), sizeMebibytes * 1024 * 1024);
  const native = await packAndInstall(nativePackager, folder.path);
  const rpmbuild = await packAndInstall(createRpmbuildPackager(process.env), folder.path);
  const names = [...new Set([...native.fields.keys(), ...rpmbuild.fields.keys()])];
  const different = names.filter((name) => rpmbuildDifferences[name] === undefined && JSON.stringify(native.fields.get(name)) !== JSON.stringify(rpmbuild.fields.get(name)));
  return {
    rounds: 2,
    failures: [...native.failures, ...rpmbuild.failures, ...different.map((name) => `field ${name}: ${String(native.fields.get(name))} and ${String(rpmbuild.fields.get(name))}`)],
    figures: { sizeMebibytes, nativeSeconds: native.seconds, rpmbuildSeconds: rpmbuild.seconds },
  };
}

/** A file of holes with a few bytes at its beginning, around 4 GiB and at its end. */
function writeSparse(path: string, sizeBytes: number): void {
  const descriptor = openSync(path, 'wx');
  ftruncateSync(descriptor, sizeBytes);
  for (const offset of [0, Math.min(2 ** 32, sizeBytes) - 4, sizeBytes - 4]) writeSync(descriptor, 'data', offset);
  closeSync(descriptor);
}

interface Outcome {
  readonly fields: ReadonlyMap<string, QueryValues>;
  readonly failures: readonly string[];
  readonly seconds: number;
}

async function packAndInstall(packager: Packager, folder: string): Promise<Outcome> {
  const description = rpmDescriptionSchema.parse({ name: 'large', summary: 'Large', description: 'Large.', license: 'MIT', url: 'https://panda.test/', contents: [{ source: 'large', destination: '/opt/large' }] });
  const input = { ...sampleInput(join(folder, 'component')), description, target: { name: 'el9', payload: { codec: 'zstd', level: 3 } } as const };
  const start = performance.now();
  const [made] = await packager.pack(input, { folder: join(folder, packager.name) });
  const seconds = (performance.now() - start) / 1000;
  const file = made?.file ?? '';
  const place = ['--root', join(folder, `root-${packager.name}`), '--dbpath', '/db', '--nodeps'];
  const steps = [['rpmkeys', '-K', file], ['rpm', '-i', ...place, file], ['rpm', '-V', ...place, 'large'], ['rpm', '-e', ...place, 'large']];
  const failures = steps.flatMap(([program = '', ...parameters]) => {
    const { status, output } = run(program, parameters);
    return status === 0 ? [] : [`${packager.name}: ${program} ${parameters[0] ?? ''}: ${output.slice(0, 500)}`];
  });
  const stream = await openRpm(createReadStream(file));
  await stream.close();
  return { fields: listQueryFields(stream), failures, seconds };
}
