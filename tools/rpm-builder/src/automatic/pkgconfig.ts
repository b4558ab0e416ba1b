import type { DependencyOperator } from '@bigpanda/rpm-format';
import type { DependencyProvider, FoundDependency } from './dependency-provider.ts';

const place = /^\/usr\/(?:lib|lib64|share)\/pkgconfig\/[^/]+\.pc$/;
const operators: readonly string[] = ['<', '<=', '=', '>=', '>'] satisfies DependencyOperator[];

/** Libraries that compilers find by pkg-config (rpm, scripts/pkgconfigdeps.sh). */
export const pkgconfig: DependencyProvider = {
  name: 'pkgconfig',
  summary: 'what .pc files of pkg-config name',
  async find({ files }) {
    const found = await Promise.all(files.filter(({ path }) => place.test(path)).map(async (file) => describeLibrary(await file.readText(), file.path)));
    return found.flat();
  },
};

function describeLibrary(text: string, cause: string): readonly FoundDependency[] {
  const field = readFields(text);
  const name = cause.slice(cause.lastIndexOf('/') + 1, -'.pc'.length);
  const version = field('version');
  const requires = [...listModules(field('requires')), ...listModules(field('requires.private'))];
  return [
    { kind: 'provides', dependency: { name: `pkgconfig(${name})`, ...(version === '' ? {} : { operator: '=', evr: version }) }, cause },
    { kind: 'requires', dependency: { name: '/usr/bin/pkg-config' }, cause },
    ...requires.map((dependency): FoundDependency => ({ kind: 'requires', dependency: { ...dependency, name: `pkgconfig(${dependency.name})` }, cause })),
  ];
}

/** Fields `Name: value` by their names in small letters, with the variables `name=value` put in. */
function readFields(text: string): (name: string) => string {
  const variables = new Map<string, string>();
  const fields = new Map<string, string>();
  const fill = (value: string) => value.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => variables.get(name) ?? '');
  for (const line of text.replaceAll('\\\n', ' ').split('\n').map((whole) => whole.replace(/(?<!\\)#.*$/, '').trim())) {
    const [, name = '', sign, value = ''] = /^([A-Za-z0-9_.]+)\s*([:=])\s*(.*)$/.exec(line) ?? [];
    if (sign === '=') variables.set(name, fill(value));
    if (sign === ':') fields.set(name.toLowerCase(), fill(value));
  }
  return (name) => fields.get(name) ?? '';
}

/** Modules, separated by commas or spaces, each with an operator and a version if need be. */
function listModules(text: string): readonly { readonly name: string; readonly operator?: DependencyOperator; readonly evr?: string }[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.flatMap((name, index) => {
    if (isOperator(name) || isOperator(words[index - 1] ?? '')) return [];
    const operator = words[index + 1] ?? '';
    const evr = words[index + 2];
    return [isOperator(operator) && evr !== undefined ? { name, operator, evr } : { name }];
  });
}

function isOperator(text: string): text is DependencyOperator {
  return operators.includes(text);
}
