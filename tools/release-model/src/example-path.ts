const exampleFolders = ['test', 'fixtures', 'node_modules'].map((name) => ({ atTop: `${name}/`, below: `/${name}/` }));

/** Whether a path below the workspace lies in a folder of examples or of installed packages: an `rpm.json` or `package.json` there makes no component and no project. */
export function isExamplePath(path: string): boolean {
  return exampleFolders.some(({ atTop, below }) => path.startsWith(atTop) || path.includes(below));
}
