import { openRepository, planRelease, readPlanInput, resolveVersionRules, type PlannableRepository } from '@bigpanda/tagger';
import { RandomNumbers } from '../random-numbers.ts';
import { rpmJson, TemporaryRepository } from '../temporary-repository.ts';

/** The version rules under which ours and semantic-release's mean the same. */
export const referenceRules = resolveVersionRules({
  first: '1.0.0',
  tagFormat: 'v${version}',
  zero: { major: 'major', minor: 'minor' },
  commits: { unconventional: 'none' },
});

const messages = [
  'fix: a', 'fix(core): b', 'feat: c', 'feat(core): d', 'docs: e', 'chore: f', 'perf: g', 'Fix something in prose', 'refactor!: h',
  'feat: i\n\nBREAKING CHANGE: j', 'fix: k\n\nBREAKING-CHANGE: l', 'fix: m\n\nReviewed-by: n', 'feat(core)!: o', 'style: p', 'ATLASPANDA-12 q', 'feat : r', 'build(deps): s', 'fix:t',
] as const;

/** A random repository of one component: releases, merges, reverts, a maintenance line, next and beta, as its seed says. Ends on the branch that is planned for. */
export async function makeReferenceRepository(seed: number): Promise<TemporaryRepository> {
  const random = new RandomNumbers(seed);
  const repository = new TemporaryRepository();
  repository.commit('chore: begin', { 'rpm.json': rpmJson('sample') });
  const history = new ReferenceHistory(repository, random);
  const releases = random.below(3);
  for (let number = 0; number < releases; number += 1) await history.work(3).release();
  history.work(3);
  if (releases > 0 && seed % 4 === 1) await history.sideLine(random.below(2) === 0 ? '1.x' : '1.0.x', 'v1.0.0');
  if (seed % 4 === 2) await history.sideLine('beta');
  if (seed % 4 === 3) await history.sideLine('next');
  return repository;
}

/** What our planner says of a repository: a version, `none`, or `refused`. */
export async function planReference(repository: TemporaryRepository): Promise<string> {
  const plannable: PlannableRepository = { ...await openRepository(repository.root), rules: referenceRules };
  const { components: [planned] } = await planRelease(await readPlanInput(plannable, { kind: 'release' }));
  if (planned?.refusal?.code === 'VERSION_OUT_OF_RANGE') return 'refused';
  if (planned === undefined || planned.bump === 'none') return 'none';
  return planned.nextVersion;
}

class ReferenceHistory {
  readonly #repository: TemporaryRepository;
  readonly #random: RandomNumbers;
  #files = 0;

  constructor(repository: TemporaryRepository, random: RandomNumbers) {
    this.#repository = repository;
    this.#random = random;
  }

  /** Some commits, now and then on a branch that is merged, now and then reverted, now and then empty. */
  work(most: number): this {
    for (let number = this.#random.below(most) + 1; number > 0; number -= 1) {
      const kind = this.#random.below(8);
      if (kind === 0) this.#mergeBranch();
      else if (kind === 1) this.#revertNext();
      else this.#commit(kind === 2);
    }
    return this;
  }

  /** Tags what our planner says is next, with the note that semantic-release leaves. */
  async release(): Promise<this> {
    const version = await planReference(this.#repository);
    if (version === 'none' || version === 'refused') return this;
    const branch = this.#repository.git('branch', '--show-current');
    this.#repository.git('tag', `v${version}`);
    const channel = branch === 'main' ? null : branch;
    this.#repository.git('notes', '--ref', `semantic-release-v${version}`, 'add', '-f', '-m', JSON.stringify({ channels: [channel] }), `v${version}`);
    return this;
  }

  /** A branch with work and perhaps a release of its own, while main goes on; ends on one of both. */
  async sideLine(name: string, from = 'main'): Promise<void> {
    const hasStart = this.#repository.git('tag', '--list', from) !== '' || from === 'main';
    this.#repository.git('switch', '-q', '-c', name, hasStart ? from : 'main');
    this.work(3);
    if (this.#random.below(2) === 0) await this.release();
    this.work(2);
    if (this.#random.below(2) === 0) return;
    this.#repository.git('switch', '-q', 'main');
    this.work(2);
    if (this.#random.below(2) === 0) this.#repository.git('switch', '-q', name);
  }

  #commit(empty: boolean): void {
    this.#files += 1;
    this.#repository.commit(this.#random.pick(messages), empty ? {} : { [`file-${this.#files}`]: 'x' });
  }

  #mergeBranch(): void {
    const back = this.#repository.git('branch', '--show-current');
    this.#repository.git('switch', '-q', '-c', 'topic');
    this.#commit(false);
    this.#repository.git('switch', '-q', back);
    this.#commit(false);
    this.#repository.git('merge', '-q', '--no-ff', '-m', this.#random.pick(['Merge branch "topic"', 'feat: topic (#12)', 'Merge pull request #3 from x/y\n\nfix: z']), 'topic');
    this.#repository.git('branch', '-q', '-D', 'topic');
  }

  #revertNext(): void {
    this.#commit(false);
    this.#repository.git('revert', '--no-edit', 'HEAD');
    if (this.#random.below(3) === 0) this.#repository.git('revert', '--no-edit', 'HEAD');
  }
}
