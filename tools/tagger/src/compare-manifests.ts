import type { Bump, ManifestFile, PackageManifest, PayloadManifest, PlanReason } from '@bigpanda/release-model';

/** What a change of each kind asks for: what a site relies on and loses is major, what it gains is minor, the rest is a patch. */
const weights = {
  package: { gone: 'major', added: 'minor' },
  program: { gone: 'major', added: 'minor', changed: 'patch' },
  file: { gone: 'patch', added: 'patch', changed: 'patch' },
  provides: { gone: 'major', added: 'minor' },
  requires: { gone: 'patch', added: 'minor' },
  dependency: { gone: 'patch', added: 'minor' },
  scriptlet: { gone: 'patch', added: 'patch', changed: 'patch' },
  configuration: { gone: 'major', added: 'minor', changed: 'patch' },
  migration: { gone: 'major', added: 'minor', changed: 'patch' },
  route: { gone: 'major', added: 'minor', changed: 'patch' },
  type: { gone: 'major', added: 'minor', changed: 'patch' },
  unit: { gone: 'major', added: 'minor', changed: 'patch' },
} as const satisfies Record<string, Partial<Record<Change, Bump>>>;

type Change = 'gone' | 'added' | 'changed';

/** Folders whose files are called by name. */
const programFolder = /^\/usr\/s?bin\/[^/]+$/;

/** What differs between two payloads of a component, heaviest first; empty when they are the same. */
export function compareManifests(then: PayloadManifest, now: PayloadManifest): PlanReason[] {
  const before = new Map(then.packages.map((one) => [one.name, one]));
  const after = new Map(now.packages.map((one) => [one.name, one]));
  const reasons = [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => say(weights.package.gone, `package ${name} is gone`)),
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => say(weights.package.added, `package ${name} is new`)),
    ...[...after.values()].flatMap((one) => {
      const other = before.get(one.name);
      return other === undefined ? [] : [...compareFiles(other, one), ...compareDependencies(other, one), ...compareScriptlets(other, one)];
    }),
    ...compareFeatures(then, now),
  ];
  const order: readonly Bump[] = ['major', 'minor', 'patch', 'none'];
  return reasons.sort((left, right) => order.indexOf(left.weight) - order.indexOf(right.weight));
}

function say(weight: Bump, summary: string, place: Pick<PlanReason, 'file' | 'line'> = {}): PlanReason {
  return { kind: 'payload', weight, summary, ...place };
}

function compareFiles(then: PackageManifest, now: PackageManifest): PlanReason[] {
  const before = new Map(then.files.map((file) => [file.path, file]));
  const after = new Map(now.files.map((file) => [file.path, file]));
  const arrived = now.files.filter(({ path }) => !before.has(path));
  const moved = new Map<string, string>();
  const gone = then.files.filter(({ path }) => !after.has(path)).map((file) => {
    const target = file.digest === undefined ? undefined : arrived.find((other) => other.digest === file.digest && !moved.has(other.path));
    if (target !== undefined) moved.set(target.path, file.path);
    return say(weightOf(file.path).gone, target === undefined ? `${file.path} is gone` : `${file.path} moved to ${target.path}`, { file: file.path });
  });
  return [
    ...gone,
    ...arrived.filter(({ path }) => !moved.has(path)).map(({ path }) => say(weightOf(path).added, `${path} is new`, { file: path })),
    ...now.files.flatMap((file) => {
      const other = before.get(file.path);
      const what = other === undefined ? [] : fileDifferences(other, file);
      return what.length === 0 ? [] : [say('patch', `${file.path} changed: ${what.join(', ')}`, { file: file.path })];
    }),
  ];
}

function weightOf(path: string): { readonly gone: Bump; readonly added: Bump } {
  return programFolder.test(path) ? weights.program : weights.file;
}

function fileDifferences(then: ManifestFile, now: ManifestFile): string[] {
  return [
    ...(then.type === now.type ? [] : [`${then.type} to ${now.type}`]),
    ...(then.digest === now.digest ? [] : ['content']),
    ...(then.mode === now.mode ? [] : [`mode ${then.mode} to ${now.mode}`]),
    ...(then.owner === now.owner ? [] : [`owner ${then.owner} to ${now.owner}`]),
    ...(then.flags.join() === now.flags.join() ? [] : [`flags ${then.flags.join(' ') || 'none'} to ${now.flags.join(' ') || 'none'}`]),
  ];
}

function compareDependencies(then: PackageManifest, now: PackageManifest): PlanReason[] {
  const kinds = [...new Set([...Object.keys(then.dependencies), ...Object.keys(now.dependencies)])].sort();
  return kinds.flatMap((kind) => {
    const [before, after] = [then.dependencies[kind] ?? [], now.dependencies[kind] ?? []];
    const weight = kind === 'provides' || kind === 'requires' ? weights[kind] : weights.dependency;
    return [
      ...before.filter((text) => !after.includes(text)).map((text) => say(weight.gone, `${now.name} no longer ${kind} ${text}`)),
      ...after.filter((text) => !before.includes(text)).map((text) => say(weight.added, `${now.name} now ${kind} ${text}`)),
    ];
  });
}

function compareScriptlets(then: PackageManifest, now: PackageManifest): PlanReason[] {
  const names = [...new Set([...Object.keys(then.scriptlets), ...Object.keys(now.scriptlets)])].sort();
  return names.flatMap((name) => {
    const [before, after] = [then.scriptlets[name], now.scriptlets[name]];
    if (before === after) return [];
    const change: Change = before === undefined ? 'added' : after === undefined ? 'gone' : 'changed';
    return [say(weights.scriptlet[change], `scriptlet %${name} of ${now.name} ${describe(change)}`)];
  });
}

function compareFeatures(then: PayloadManifest, now: PayloadManifest): PlanReason[] {
  const kinds = (['configuration', 'migration', 'route', 'type', 'unit'] as const).filter((kind) => kind in then.features || kind in now.features);
  return kinds.flatMap((kind) => {
    const [before, after] = [then.features[kind] ?? {}, now.features[kind] ?? {}];
    const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name)).sort();
    const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name)).sort();
    return [
      ...gone.map((name) => say(weights[kind].gone, `${kind} ${name} is gone`, parsePlace(before[name]))),
      ...added.map((name) => say(weights[kind].added, `${kind} ${name} is new`, parsePlace(after[name]))),
    ];
  });
}

function describe(change: Change): string {
  return change === 'added' ? 'is new' : change === 'gone' ? 'is gone' : 'changed';
}

/** A place is written `file:line`, or the file alone. */
function parsePlace(place: string | undefined): Pick<PlanReason, 'file' | 'line'> {
  const [, file, line] = /^(.*?)(?::(\d+))?$/.exec(place ?? '') ?? [];
  return { ...(file === undefined || file === '' ? {} : { file }), ...(line === undefined ? {} : { line: Number(line) }) };
}
