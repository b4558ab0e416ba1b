const exampleFolder = /(?:^|\/)(?:test|fixtures|node_modules)\//;

/** Whether a path below the workspace lies in a folder of examples or of installed packages: an `rpm.json` or `package.json` there makes no component and no project. */
export function isExamplePath(path: string): boolean {
  return exampleFolder.test(path);
}
