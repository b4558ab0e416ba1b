import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDependency, writeRpm, type Dependency } from '@bigpanda/rpm-format';
import { print } from '../fixture.ts';

/** What makes the rich dependencies of the cases hold. */
const richParts: readonly string[] = ['a', 'e', 'f', 'h', 'i', 'rich-a'];

/** A repository of packages in a folder, with one more that provides whatever they require of others. */
export async function writeRepository(folder: string, packages: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const file of packages) copyFileSync(file, join(folder, basename(file)));
  const stub = await writeRpm({
    name: 'stub-of-everything-else', evr: { version: '1', release: '1' }, arch: 'noarch', summary: 'Stub', description: 'Stub.', license: 'MIT', sourceRpm: 'stub.src.rpm', timeSeconds: 1_700_000_000, files: [],
    dependencies: { provides: [...listMissing(packages), ...richParts.map((name) => ({ name }))] },
  }, { compression: { codec: 'gzip', level: 1 } });
  writeFileSync(join(folder, 'stub-of-everything-else-1-1.noarch.rpm'), Buffer.concat(stub.chunks));
  print('createrepo_c', ['--quiet', '--no-database', folder]);
}

/** A provision for each requirement that none of the packages is called or provides. */
function listMissing(packages: readonly string[]): readonly Dependency[] {
  const query = (what: string) => packages.flatMap((file) => print('rpm', ['-qp', what, file]).split('\n'));
  const provided = new Set(query('--provides').map((line) => line.split(' ')[0]));
  const required = new Set(query('--requires').filter((line) => line !== '' && !line.startsWith('(') && !line.startsWith('rpmlib(')));
  return [...required].map(parseDependency).filter(({ name }) => !provided.has(name)).map(provide);
}

function provide({ name, operator, evr = '' }: Dependency): Dependency {
  if (operator === undefined) return { name };
  if (operator === '=') return { name, operator, evr };
  return { name, operator: '=', evr: operator.startsWith('>') ? '9:9' : '0' };
}
