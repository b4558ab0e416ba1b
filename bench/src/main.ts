import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, renderMeasurement, type Benchmark } from './benchmark.ts';

const folder = join(import.meta.dirname, 'contest');
const names = (await readdir(folder)).map((file) => file.replace(/\.ts$/, '')).sort();
const [name = ''] = process.argv.slice(2);

if (!names.includes(name)) {
  process.stderr.write(`${name === '' ? '' : `error: run a benchmark: there is none called "${name}"\n`}Benchmarks: ${names.join(', ')}\n  hint: Run npm run bench -- NAME\n`);
  process.exitCode = 2;
} else {
  const { benchmark } = (await import(join(folder, `${name}.ts`))) as { readonly benchmark: Benchmark };
  const measurement = await measure(benchmark, () => performance.now());
  process.stdout.write(`${renderMeasurement(name, benchmark, measurement)}\n`);
  for (const failure of measurement.failures) process.stderr.write(`error: ${failure}\n`);
  if (measurement.failures.length > 0) process.exitCode = 1;
}
