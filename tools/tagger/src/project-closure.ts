/** What of a `package.json` says which projects a project is made of. */
export interface Project {
  /** Folder below the workspace. */
  readonly root: string;
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** Tells the folders of a project and of every workspace project it depends on, directly or not, sorted. */
export function createClosureFinder(projects: readonly Project[]): (root: string) => string[] {
  const byName = new Map(projects.map((project) => [project.name, project]));
  const byRoot = new Map(projects.map((project) => [project.root, project]));
  return (root) => {
    const found = new Set([root]);
    const waiting = [byRoot.get(root)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const name of next.dependencies) {
        const dependency = byName.get(name);
        if (dependency === undefined || found.has(dependency.root)) continue;
        found.add(dependency.root);
        waiting.push(dependency);
      }
    }
    return [...found].sort();
  };
}
