import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Runs one campaign at full size: `npm run campaign -- rpm-format/version-order 1 10000`; arguments are JSON values. */
const root = join(import.meta.dirname, '..');
const files = globSync('{packages,tools}/*/test/campaign/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'));
const names = new Map(files.map((file) => [`${file.split('/test/')[0]?.split('/').at(-1) ?? ''}/${basename(file, '.ts')}`, file]));
const [name = '', ...values] = process.argv.slice(2);
const file = names.get(name);
const module: unknown = file === undefined ? undefined : await import(join(root, file));

if (!hasCampaign(module)) {
  process.stderr.write(`error: run a campaign: there is none called "${name}"\n  hint: Run npm run campaign -- NAME ARGUMENTS, with one of: ${[...names.keys()].sort().join(', ')}\n`);
  process.exitCode = 2;
} else {
  const result = await module.campaign(...values.map(parseValue));
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  process.exitCode = isFailed(result) ? 1 : 0;
}

function hasCampaign(value: unknown): value is { readonly campaign: (...values: unknown[]) => Promise<unknown> } {
  return typeof value === 'object' && value !== null && 'campaign' in value && typeof value.campaign === 'function';
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reports list what went wrong under one of these names. */
function isFailed(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  return ['failures', 'crashes', 'failed'].some((key) => {
    const value: unknown = Reflect.get(result, key);
    return Array.isArray(value) && value.length > 0;
  });
}
