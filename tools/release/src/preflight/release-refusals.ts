import type { ConfigurationProblem } from '@bigpanda/release-model';
import { listReleased } from '../transaction/release-order.ts';
import type { ReleaseFacts } from './release-facts.ts';

const shaDigits = 10;
const shownFiles = 5;

/** How far a clock may differ from that of whoever committed. */
const clockSlackSeconds = 60;

/** Names that git, file systems and URLs take as they are (git-check-ref-format(1)). */
const plainTag = /^(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)|@\{))(?:@(?=[a-z]))?[A-Za-z0-9][A-Za-z0-9._+@/-]*(?<![./])$/;

/** Every reason against a release, each with what would make it pass. */
export function findRefusals(facts: ReleaseFacts): readonly ConfigurationProblem[] {
  return [
    ...refuseDigest(facts), ...refuseTree(facts), ...refuseBranch(facts), ...refuseRemote(facts), ...refuseLedger(facts),
    ...refuseNpm(facts), ...refuseTags(facts), ...refusePlan(facts), ...refuseForward(facts), ...refuseRebuild(facts), ...refuseClock(facts), ...refuseChannel(facts),
  ];
}

function refuseDigest({ order, agreed, agreedDifferences }: ReleaseFacts): ConfigurationProblem[] {
  if (agreed === undefined || order.planDigest.startsWith(agreed)) return [];
  const changes = agreedDifferences === undefined ? 'what was agreed to is not known here' : agreedDifferences.length === 0 ? 'the versions are the same, the commits are not' : agreedDifferences.join('; ');
  return [{ path: 'plan', found: `the plan is now ${order.planDigest.slice(0, 12)}, not "${agreed}": ${changes}`, allowed: `the plan that was agreed to: read it anew (bigpanda plan), then: bigpanda release ${order.planDigest.slice(0, 12)}` }];
}

function refuseTree({ uncommitted }: ReleaseFacts): ConfigurationProblem[] {
  if (uncommitted.length === 0) return [];
  const more = uncommitted.length > shownFiles ? ` and ${uncommitted.length - shownFiles} more` : '';
  return [{ path: 'working tree', found: `changes that are not committed: ${uncommitted.slice(0, shownFiles).map((file) => `"${file}"`).join(', ')}${more}`, allowed: 'a clean tree: git commit, or git stash --include-untracked' }];
}

function refuseBranch({ order, checkedOut }: ReleaseFacts): ConfigurationProblem[] {
  if (checkedOut === undefined) return [{ path: 'branch', found: 'only a commit is checked out, no branch', allowed: 'a release branch: git switch main' }];
  if (order.plan.branch?.kind !== 'work') return [];
  return [{ path: 'branch', found: `"${checkedOut}", from which nothing is released`, allowed: 'one of "versions.branches" in repo-config/repository.json: merge it, and git switch there' }];
}

function refuseRemote({ order, remote }: ReleaseFacts): ConfigurationProblem[] {
  const path = `remote "${remote.name}"`;
  if (remote.failure !== undefined) return [{ path, found: remote.failure, allowed: `a remote that answers: git remote -v shows those that are there, --remote names another` }];
  if (order.kind === 'rebuild' || order.changelog === 'notes-only') {
    return remote.branch === order.head ? [] : [{ path, found: `its "${order.branch}" is at ${remote.branch?.slice(0, shaDigits) ?? 'no commit'}, and ${order.head.slice(0, shaDigits)} is checked out`, allowed: 'the commit of the remote branch, because none is pushed to it: git pull, or push first' }];
  }
  if (remote.isContained) return [];
  return [{ path, found: `its "${order.branch}" moved to ${remote.branch?.slice(0, shaDigits) ?? ''}, which is not part of what is checked out`, allowed: `a clone that has it: git pull --rebase ${remote.name} ${order.branch}, then plan again` }];
}

function refuseLedger({ order, ledgerFollows, remote }: ReleaseFacts): ConfigurationProblem[] {
  if (ledgerFollows || remote.failure !== undefined) return [];
  return [{ path: 'ledger', found: `the local branch "ledger" has records that "${order.remote}" has not`, allowed: `the ledger of the remote: look at "git log ledger ^${order.remote}/ledger", then git branch --force ledger ${order.remote}/ledger` }];
}

function refuseNpm({ npm }: ReleaseFacts): ConfigurationProblem[] {
  if (npm === undefined) return [];
  const path = `npm registry "${npm.registry}"`;
  return [
    ...(npm.failure === undefined ? [] : [{ path, found: npm.failure, allowed: 'a registry that answers and lets you publish: BIGPANDA_NPM_REGISTRY names one, and its token goes into the file of BIGPANDA_NPM_TOKEN_FILE' }]),
    ...npm.taken.map((one) => ({ path, found: `it has ${one} already`, allowed: 'a version that it does not have, because it gives a version once: set one by "versions.overrides"' })),
  ];
}

function refuseTags({ order, remote, localTags }: ReleaseFacts): ConfigurationProblem[] {
  if (order.kind === 'rebuild') return [];
  return listReleased(order).flatMap(({ name, releaseTag }) => {
    const path = `tag "${releaseTag}"`;
    const local = localTags.get(releaseTag);
    return [
      ...(plainTag.test(releaseTag) ? [] : [{ path, found: `${JSON.stringify(releaseTag)}, which not every system takes as a name`, allowed: 'letters, digits and . _ + - / @, beginning with a letter or digit, or with @ and a letter: correct "versions.tagFormat" in repo-config/repository.json' }]),
      ...(remote.tags.has(releaseTag) ? [{ path, found: `it exists on "${order.remote}" already, and this branch did not see it`, allowed: `a version of ${name} that nobody has: git fetch --tags and plan again; where the tag is of another branch, merge that or set a version by "versions.overrides"` }] : []),
      ...(local === undefined || remote.tags.has(releaseTag) ? [] : [{ path, found: `it exists in this clone, at ${local.slice(0, shaDigits)}, and not on "${order.remote}"`, allowed: `a version of ${name} that nobody has: git tag --delete ${releaseTag} if nobody needs it` }]),
    ];
  });
}

function refusePlan({ order }: ReleaseFacts): ConfigurationProblem[] {
  if (order.kind === 'rebuild') return [];
  return listReleased(order).flatMap(({ name, version, refusal }) => (refusal === undefined ? [] : [{ path: `${name} ${version}`, found: refusal.reason, allowed: refusal.hint }]));
}

function refuseForward({ order }: ReleaseFacts): ConfigurationProblem[] {
  if (order.forward === undefined) return [];
  const { forward: { version } } = order;
  return [
    ...(order.changelog === 'commit' ? [] : [{ path: 'changelog', found: '"notes-only", with which no commit is pushed', allowed: 'a branch that takes the commit which brings the earlier sources back; or revert them by a merge request, and release that' }]),
    ...listReleased(order).flatMap(({ name, commits, lastVersion }) => [
      ...(commits === 0 ? [] : [{ path: name, found: `it has ${commits} ${commits === 1 ? 'commit' : 'commits'} since ${lastVersion ?? 'the beginning'}, which would be lost`, allowed: `a release of these: bigpanda release, or git revert first` }]),
      ...(version === lastVersion ? [{ path: name, found: `${version} is its last release`, allowed: 'an earlier one: --to VERSION' }] : []),
    ]),
  ];
}

function refuseRebuild({ order, withdrawn }: ReleaseFacts): ConfigurationProblem[] {
  if (order.kind !== 'rebuild') return [];
  return [...refuseWithdrawn(order, withdrawn), ...order.plan.components.filter(({ name }) => order.released.includes(name)).flatMap(({ name, lastVersion, releaseTag, version }) => {
    if (lastVersion === undefined) return [{ path: name, found: 'it was never released', allowed: 'a component with a release: bigpanda release' }];
    if (order.targets.length === 0) return [{ path: name, found: 'it makes no RPM, and npm gives a version once', allowed: 'a component with an rpm.json; or a release of a higher version: bigpanda intent' }];
    return releaseTag === undefined ? [] : [{ path: name, found: `it changed since ${lastVersion}, so the same version would hold something else`, allowed: `a release of ${version}: bigpanda release` }];
  })];
}

/** What was taken back from hosts is not given out again by the way: the same version comes back by a word of its own. */
function refuseWithdrawn({ channel }: ReleaseFacts['order'], withdrawn: ReleaseFacts['withdrawn']): ConfigurationProblem[] {
  return withdrawn.filter((one) => one.channel === channel && !(one.instead ?? '').startsWith(`${one.version}-`)).map(({ name, version, target, since, by, reason }) => ({
    path: name, found: `${version} was taken back from "${channel}" for ${target} at ${since} by ${by}: ${reason}`,
    allowed: `a higher version: mend it and release that, or bigpanda rollback ${name} --forward; if it was taken back by mistake: bigpanda repo rollback --channel ${channel} --to SNAPSHOT --reason TEXT (bigpanda repo log lists them)`,
  }));
}

function refuseClock({ stated, nowSeconds }: ReleaseFacts): ConfigurationProblem[] {
  const latest = stated.filter(({ seconds }) => seconds > nowSeconds + clockSlackSeconds).toSorted((left, right) => right.seconds - left.seconds)[0];
  if (latest === undefined) return [];
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
  return [{ path: 'clock', found: `it says ${iso(nowSeconds)}, and ${latest.what} is of ${iso(latest.seconds)}`, allowed: 'a clock that did not jump back: set it by the network (timedatectl set-ntp true)' }];
}

function refuseChannel({ order, frozen, channels }: ReleaseFacts): ConfigurationProblem[] {
  if (!channels.includes(order.channel)) return [{ path: 'channel', found: order.channel === '' ? `the branch "${order.branch}" has none` : `"${order.channel}" is not configured`, allowed: `one of ${channels.join(', ')}: --channel, or "channel" of the branch in repo-config/repository.json` }];
  return frozen.map(({ target, by, reason }) => ({ path: `channel "${order.channel}" for ${target}`, found: `it was frozen by "${by}": ${reason}`, allowed: `a channel that is thawed: bigpanda thaw ${order.channel} --reason TEXT` }));
}
