import { join } from 'node:path';
import { buildNpmPackage } from '@bigpanda/nx-plugin/npm-package';
import { ReleaseError } from '@bigpanda/release-model';

const workspaceRoot = join(import.meta.dirname, '..');

// npm run npm-package -- [FOLDER [VERSION [OUTPUT]]]
const [folder = 'tools/rpm-format', version = '0.0.0-local', output = join(workspaceRoot, 'build/npm', folder)] = process.argv.slice(2);
try {
  await buildNpmPackage({ workspaceRoot, folder, version, output });
  process.stdout.write(`Made ${output}; publish it with: npm publish ${output}\n`);
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  process.stderr.write(`error: ${error.message}\n  hint: ${error.hint ?? ''}\n`);
  process.exitCode = error.exitStatus;
}
