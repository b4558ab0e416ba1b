import type { DependencyProvider, FoundDependency } from './dependency-provider.ts';

/** The version of Python whose folders hold modules, and which an interpreter is (rpm, fileattrs/python.attr). */
export const pythonAbi: DependencyProvider = {
  name: 'python-abi',
  summary: 'the Python whose site-packages hold modules',
  async find({ files }) {
    return files.flatMap(({ path }): readonly FoundDependency[] => {
      const modules = /^\/usr\/lib(?:64)?\/python(\d+\.\d+)\/.*\.(?:py[oc]?|so)$/.exec(path)?.[1];
      const program = /^\/usr\/bin\/python(\d+\.\d+)$/.exec(path)?.[1];
      return [
        ...(modules === undefined ? [] : [describe('requires', modules, path)]),
        ...(program === undefined ? [] : [describe('provides', program, path)]),
      ];
    });
  },
};

function describe(kind: FoundDependency['kind'], version: string, cause: string): FoundDependency {
  return { kind, dependency: { name: 'python(abi)', operator: '=', evr: version }, cause };
}
