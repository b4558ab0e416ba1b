import { matchesPattern } from '@bigpanda/release-model';
import type { ReleaseUnit } from './component.ts';
import { baseName, folderOf } from './path-parts.ts';

/** A component that a path belongs to. */
export interface Touch {
  /** Place in the list of components. */
  readonly component: number;
  /** Whether the path lies in the component's own folder, not in a library or a shared input. */
  readonly own: boolean;
}

/** Tells components by path. */
export interface PathIndex {
  /** Components whose packages a path can change; tests cannot. The innermost component owns a path, those around it do not. */
  readonly find: (path: string) => readonly Touch[];
  /** An index that also knows the folder where a component stood before. */
  readonly withFormerFolder: (component: number, folder: string) => PathIndex;
}

interface Place {
  readonly touches: readonly Touch[];
  readonly isComponent: boolean;
}

/** An index over the folders that components are made of. One look-up costs the depth of a folder, once for each folder. */
export function createPathIndex(components: readonly ReleaseUnit[]): PathIndex {
  const places = new Map<string, Place>();
  const add = (input: string, touch: Touch): void => {
    const place = places.get(input);
    places.set(input, { touches: [...place?.touches ?? [], touch], isComponent: touch.own || (place?.isComponent ?? false) });
  };
  components.forEach(({ root, inputs }, component) => {
    for (const input of new Set([root, ...inputs])) add(input, { component, own: input === root });
  });
  return indexOf(places, createNarrowing(components));
}

/** Takes away what a path does not touch after all. */
type Narrowing = (path: string, touches: readonly Touch[]) => readonly Touch[];

/** A component that names its inputs is touched by those files of its folder only. */
function createNarrowing(components: readonly ReleaseUnit[]): Narrowing {
  if (components.every(({ description }) => description?.inputs === undefined)) return (_path, touches) => touches;
  return (path, touches) => touches.flatMap((touch) => {
    const component = components[touch.component];
    if (component === undefined || !touch.own || isNamed(component, path)) return [touch];
    const isShared = component.inputs.some((input) => input !== component.root && (path === input || path.startsWith(`${input}/`)));
    return isShared ? [{ ...touch, own: false }] : [];
  });
}

function isNamed({ root, description }: ReleaseUnit, path: string): boolean {
  const [inputs, folder] = [description?.inputs, root === '' ? '' : `${root}/`];
  if (inputs === undefined || !path.startsWith(folder)) return true;
  const inside = path.slice(folder.length);
  return inside === 'rpm.json' || inside === 'npm.json' || inputs.some((input) => inside === input || inside.startsWith(`${input}/`) || matchesPattern(inside, input));
}

function indexOf(places: ReadonlyMap<string, Place>, narrow: Narrowing): PathIndex {
  const folders = new Map<string, readonly Touch[]>();
  return {
    find: (path) => {
      const exact = places.get(path);
      const folder = folderOf(path);
      const known = folders.get(folder) ?? walkUp(places, folder);
      folders.set(folder, known);
      return narrow(path, exact === undefined ? known : merge([...exact.touches, ...known]));
    },
    withFormerFolder: (component, folder) => {
      const place = places.get(folder);
      return indexOf(new Map([...places, [folder, { touches: [...place?.touches ?? [], { component, own: true }], isComponent: place?.isComponent ?? false }]]), narrow);
    },
  };
}

function walkUp(places: ReadonlyMap<string, Place>, folder: string): readonly Touch[] {
  const found: Touch[] = [];
  let below = '';
  for (let here = folder; ; here = folderOf(here)) {
    const place = places.get(here);
    if (place !== undefined && below !== 'test') found.push(...place.touches);
    if (here === '' || place?.isComponent === true) return merge(found);
    below = baseName(here);
  }
}

/** Each component once; its own folder goes before a library. */
function merge(touches: readonly Touch[]): Touch[] {
  const byComponent = new Map<number, Touch>();
  for (const touch of touches) {
    if (byComponent.get(touch.component)?.own !== true) byComponent.set(touch.component, touch);
  }
  return [...byComponent.values()];
}
