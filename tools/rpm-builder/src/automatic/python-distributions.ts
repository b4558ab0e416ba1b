import { ReleaseError } from '@bigpanda/release-model';
import { compareVersions, parseDependency } from '@bigpanda/rpm-format';
import type { DependencyProvider, FoundDependency } from './dependency-provider.ts';
import { readDistribution, type PythonDistribution } from './python-metadata.ts';
import { isWanted, type PythonRequirement } from './python-requirement.ts';
import { convertSpecifiers, convertVersion } from './python-version.ts';
import type { ScannedFile } from './scanned-file.ts';

/** Metadata of an installed distribution: a folder's file, or a file of older tools (rpm, fileattrs/pythondist.attr). */
const place = /^\/usr\/lib(?:64)?\/python(\d+\.\d+)\/site-packages\/[^/]+\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info)$/;
/** Up to here names kept their dots (rpm, scripts/pythondistdeps.py of EL 8). */
const dottedPython = '3.6';

/** Distributions of Python by the names and versions of their metadata (rpm, scripts/pythondistdeps.py). */
export const pythonDistributions: DependencyProvider = {
  name: 'python-distributions',
  summary: 'Python distributions, and those that their metadata require',
  async find({ files }) {
    const found = await Promise.all(files.filter(({ path }) => place.test(path)).map(async (file) => {
      const python = place.exec(file.path)?.[1];
      return python === undefined ? [] : describe(await readOne(file, files), { python, cause: file.path });
    }));
    return found.flat();
  },
};

async function readOne(file: ScannedFile, files: readonly ScannedFile[]): Promise<PythonDistribution> {
  const older = files.find(({ path }) => path === file.path.replace(/PKG-INFO$/, 'requires.txt') && path !== file.path);
  return readDistribution(await file.readText(), await older?.readText());
}

interface Place {
  /** `<major>.<minor>`. */
  readonly python: string;
  /** The installed file. */
  readonly cause: string;
}

function describe({ name, version, requirements, python: runsOn }: PythonDistribution, { python, cause }: Place): readonly FoundDependency[] {
  if (name === '') return [];
  requirePython(runsOn, { python, cause });
  const major = python.split('.')[0] ?? '';
  const names = [...new Set([normalizeName(name, '-_.'), normalizeName(name, '-_')])];
  const evr = version === '' ? undefined : convertVersion(version);
  const provides = [major, python].flatMap((prefix) => names.map((one): FoundDependency => ({
    kind: 'provides',
    dependency: { name: `python${prefix}dist(${one})`, ...(evr === undefined ? {} : { operator: '=', evr }) },
    cause,
  })));
  const requires = mergeRequirements(requirements.filter((requirement) => isWanted(requirement, python))).map((requirement): FoundDependency => ({
    kind: 'requires',
    dependency: parseDependency(convertRequirement(requirement, { python, cause })),
    cause,
  }));
  return [...provides, ...requires];
}

/** Minor releases count only: which patch a target has changes while it lives. */
function requirePython(runsOn: string, { python, cause }: Place): void {
  const lowest = /(?:^|,)\s*>=\s*(\d+\.\d+)/.exec(runsOn)?.[1];
  if (lowest === undefined || compareVersions(lowest, python) <= 0) return;
  throw new ReleaseError('RPM_METADATA_INVALID', `read "${cause}": it asks for Python ${runsOn}, and the target has ${python}`, {
    exitStatus: 2,
    hint: 'Leave the target out of repo-config/repository.json, or let the project run on its Python.',
  });
}

/** One for each name, as a distribution may be named several times. */
function mergeRequirements(requirements: readonly PythonRequirement[]): readonly PythonRequirement[] {
  const byName = Map.groupBy(requirements, ({ name }) => normalizeName(name, '-_.'));
  return [...byName.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ ...first, specifiers: [first, ...others].flatMap(({ specifiers }) => specifiers) }]));
}

function convertRequirement({ name, specifiers }: PythonRequirement, { python, cause }: Place): string {
  const written = `python${python}dist(${normalizeName(name, python === dottedPython ? '-_' : '-_.')})`;
  const texts = [...new Set(specifiers.map((specifier) => {
    const text = convertSpecifiers(written, specifier);
    if (text === undefined) {
      throw new ReleaseError('RPM_METADATA_INVALID', `read "${cause}": the requirement "${name} ${specifier.operator} ${specifier.version}" is none of PEP 440`, {
        exitStatus: 2,
        hint: 'Correct it in the project\'s own metadata.',
      });
    }
    return text;
  }))].sort();
  const [only = written] = texts;
  return texts.length < 2 ? only : `(${texts.join(' with ')})`;
}

/** A name in small letters, with one `-` for each run of the given signs (PEP 503; older tools kept dots). */
function normalizeName(name: string, signs: '-_.' | '-_'): string {
  return name.replaceAll(signs === '-_.' ? /[-_.]+/g : /[-_]+/g, '-').toLowerCase();
}
