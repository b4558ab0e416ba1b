import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';

export interface InferInput {
  /** Folder of the project below the workspace. */
  readonly root: string;
  /** RPM name, for a folder with an `rpm.json`. */
  readonly rpmName: string | undefined;
  /** Whether `rpm.json` asks for the build of a Python project. */
  readonly buildsPython: boolean;
  readonly hasPackageJson: boolean;
  readonly hasTests: boolean;
}

type Targets = Record<string, TargetConfiguration>;


/** The Nx project of a folder: every target follows from which files it has. */
export function inferProject(input: InferInput): Omit<ProjectConfiguration, 'root'> & { readonly root: string } {
  const targets = {
    ...(input.hasPackageJson ? lintTarget() : {}),
    ...(input.hasTests ? testTarget(input.root) : {}),
    ...(input.rpmName === undefined ? {} : componentTargets(input.root, input.rpmName, input.buildsPython)),
  };
  return {
    root: input.root,
    ...(input.rpmName === undefined ? {} : { name: input.rpmName }),
    projectType: input.rpmName === undefined ? 'library' : 'application',
    targets,
  };
}

function toolSources(tool: string): string {
  return `{workspaceRoot}/tools/${tool}/src/**/*`;
}

function lintTarget(): Targets {
  return {
    lint: {
      executor: '@bigpanda/nx-plugin:lint',
      dependsOn: ['^lint'],
      cache: true,
      inputs: ['default', '^default', 'sharedGlobals', '{workspaceRoot}/eslint.config.ts', '{workspaceRoot}/repo-config/import-directions.json', '{workspaceRoot}/repo-config/lint.json', '{workspaceRoot}/lint-baseline.json', '{workspaceRoot}/**/package.json', '{workspaceRoot}/tsconfig*.json', toolSources('lint')],
      metadata: { description: 'Lints this project with the checkers of "bigpanda lint"' },
    },
  };
}

function testTarget(root: string): Targets {
  return {
    test: {
      command: `vitest run ${root}`,
      cache: true,
      inputs: ['default', '^default', 'sharedGlobals', '{workspaceRoot}/vitest.config.ts'],
      metadata: { description: 'Runs the tests of this project with vitest' },
    },
  };
}

function componentTargets(root: string, rpmName: string, buildsPython: boolean): Targets {
  return {
    build: {
      executor: '@bigpanda/nx-plugin:build',
      cache: true,
      inputs: ['production', '^production', 'sharedGlobals', toolSources('nx-plugin'), { externalDependencies: ['esbuild'] }, ...(buildsPython ? [{ runtime: 'python3 --version' }, '{projectRoot}/CHANGELOG.md'] : [])],
      outputs: ['{projectRoot}/dist/bundle', ...(buildsPython ? ['{projectRoot}/dist/python'] : [])],
      metadata: { description: buildsPython ? 'Builds the Python project into dist/python' : 'Bundles the component with esbuild into dist/bundle, as rpm.json says' },
    },
    rpm: {
      command: `bigpanda rpm build ${rpmName} --out ${root}/dist/rpm`,
      dependsOn: ['build'],
      metadata: { description: 'Packs and signs the RPMs that rpm.json describes into dist/rpm' },
    },
    srpm: {
      command: `bigpanda rpm srpm ${rpmName} --out ${root}/dist/srpm`,
      dependsOn: ['build'],
      metadata: { description: 'Writes the source RPM of the component, from which rpmbuild makes its RPMs, into dist/srpm' },
    },
    publish: {
      command: `bigpanda repo add ${root}/dist/rpm --channel testing`,
      dependsOn: ['rpm'],
      metadata: { description: 'Publishes the RPMs of dist/rpm into the channel "testing" of build/repo' },
    },
  };
}
