import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkRpm, writeRpm } from '@bigpanda/rpm-format';
import { createKey, createVerifier, keyFilePath, openSigners, resignFiles, type SigningWorld } from '@bigpanda/signer';
import type { Benchmark, Contest } from '../benchmark.ts';
import { makeText } from '../text.ts';

const runProgram = promisify(execFile);
const packageCount = 200;
const userId = 'Bench <bench@bench.invalid>';

/** Signs 200 small packages anew where they stand, with the same RSA-4096 key and SHA-256; the peer is rpmsign with gpg and a running agent. Opening the key is part of it. */
export const benchmark: Benchmark = {
  peer: 'rpmsign',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-sign-'));
    const world: SigningWorld = { environment: { XDG_STATE_HOME: folder }, name: 'bench', folder, userId, nowSeconds: 1_700_000_000 };
    const { publicKeyArmored } = await createKey({ ...world, createdSeconds: world.nowSeconds });
    const [ours, theirs] = [await writePackages(join(folder, 'ours')), await writePackages(join(folder, 'theirs'))];
    const gpg = await openGpg(folder, keyFilePath(world));
    return {
      ours: () => sign(ours, world),
      theirs: async () => {
        await runProgram('rpmsign', [...gpg.defines, '--resign', ...theirs]);
      },
      async [Symbol.asyncDispose]() {
        await requireSigned([...ours, ...theirs], publicKeyArmored);
        await runProgram('gpgconf', ['--homedir', gpg.home, '--kill', 'gpg-agent']);
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

async function writePackages(folder: string): Promise<readonly string[]> {
  await mkdir(folder);
  const { chunks } = await writeRpm({
    name: 'sample', evr: { version: '1.0', release: '1' }, arch: 'noarch', summary: 'A sample', description: 'A sample.', license: 'MIT',
    sourceRpm: 'sample-1.0-1.src.rpm', timeSeconds: 1_700_000_000,
    files: Array.from({ length: 22 }, (_, index) => ({ type: 'file', path: `/usr/share/sample/${index}`, mode: 0o644, content: Buffer.from(makeText(index, 2_000)) })),
  }, { compression: { codec: 'zstd', level: 3 } });
  const files = Array.from({ length: packageCount }, (_, index) => join(folder, `${index}.rpm`));
  const [first = '', ...rest] = files;
  await writeFile(first, Buffer.concat(chunks));
  for (const file of rest) await copyFile(first, file);
  return files;
}

/** Each run states another time, or there would be nothing to write from the second one on. */
let timeSeconds = 1_700_000_000;

async function sign(files: readonly string[], world: SigningWorld): Promise<void> {
  timeSeconds += 1;
  const results = await resignFiles(files, { signers: await openSigners(undefined, world), timeSeconds });
  const unsigned = results.find((result) => 'error' in result || !result.isChanged);
  if (unsigned !== undefined) throw new Error(`sign: "${unsigned.file}" was not signed`, { cause: unsigned });
}

async function openGpg(folder: string, keyFile: string): Promise<{ readonly home: string; readonly defines: readonly string[] }> {
  const home = join(folder, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  await runProgram('gpg', ['--batch', '--quiet', '--homedir', home, '--import', keyFile]);
  return { home, defines: ['__gpg /usr/bin/gpg', `_gpg_name ${userId}`, `_gpg_path ${home}`, '_gpg_digest_algo sha256'].flatMap((define) => ['--define', define]) };
}

/** A fast signature that is wrong wins nothing. */
async function requireSigned(files: readonly string[], publicKeyArmored: string): Promise<void> {
  const verifier = await createVerifier([publicKeyArmored]);
  for (const file of files) {
    const [problem] = await checkRpm(await readFile(file), verifier.verify);
    if (problem !== undefined) throw new Error(`check "${file}": ${problem.message}`);
  }
}
