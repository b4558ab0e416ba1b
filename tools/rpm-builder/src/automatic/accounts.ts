import { makesAccounts } from '../target-facts.ts';
import type { DependencyProvider, FoundDependency, PackageScene } from './dependency-provider.ts';

/**
 * Users and groups, for rpm 4.19 and later: what sysusers.d files make is provided with the line that makes it, which rpm runs before it
 * unpacks files; what files belong to is required (rpm, docs/manual/users_and_groups.md). Older ones get a scriptlet instead.
 */
export const accounts: DependencyProvider = {
  name: 'accounts',
  summary: 'users and groups that sysusers.d files make and files belong to, where rpm makes them itself',
  async find(scene) {
    if (!makesAccounts(scene.target)) return [];
    const files = scene.files.filter(({ path }) => /^\/usr\/lib\/sysusers\.d\/[^/]+\.conf$/.test(path));
    const provided = await Promise.all(files.map(async (file) => listProvides(await file.readText(), file.path)));
    return [...provided.flat(), ...listRequires(scene)];
  },
};

function listProvides(text: string, cause: string): readonly FoundDependency[] {
  const provide = (name: string, line?: string): FoundDependency => ({
    kind: 'provides',
    dependency: line === undefined ? { name } : { name, operator: '=', evr: encodeLine(line) },
    cause,
    isFixed: true,
  });
  return text.split('\n').map((line) => line.trim()).flatMap((line) => {
    const [type = '', name = '', group = ''] = line.split(/\s+/);
    if (/^u!?$/.test(type)) return [provide(`user(${name})`, line), provide(`group(${name})`)];
    if (type === 'g') return [provide(`group(${name})`, line)];
    return type === 'm' ? [provide(`groupmember(${name}/${group})`, line)] : [];
  });
}

function listRequires({ spec }: PackageScene): readonly FoundDependency[] {
  const owned = spec.files.filter(({ user = 'root', group = 'root' }) => user !== 'root' || group !== 'root');
  return owned.flatMap(({ path, user = 'root', group = 'root' }) => [
    ...(user === 'root' ? [] : [{ kind: 'requires' as const, dependency: { name: `user(${user})` }, cause: path }]),
    ...(group === 'root' ? [] : [{ kind: 'requires' as const, dependency: { name: `group(${group})` }, cause: path }]),
  ]);
}

/** Base64 without `=`, which no EVR may hold: the line ends in zeros up to a multiple of three bytes. */
function encodeLine(line: string): string {
  const bytes = Buffer.from(line);
  return Buffer.concat([bytes, Buffer.alloc((3 - (bytes.length % 3)) % 3)]).toString('base64');
}
