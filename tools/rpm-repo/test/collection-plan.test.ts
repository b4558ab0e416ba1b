import { describe, expect, it } from 'vitest';
import type { PublishRecord, RepoSnapshot } from '@bigpanda/release-model';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { layout, planCollection, snapshotId, type CollectionFacts, type HeldSnapshot } from '../src/index.ts';

const day = 86_400;
const begin = Date.parse('2026-01-01T00:00:00Z') / 1000;

/** A repository's life: changes of three channels over a hundred days, as a random number says. */
function livedFacts(seed: number): CollectionFacts {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const records: PublishRecord[] = [];
  const held = new Map<string, HeldSnapshot>();
  const current = new Map<string, RepoSnapshot>();
  let time = begin;
  for (let number = 1; number <= 40; number += 1) {
    time += Math.floor(random() * 5 * day);
    const channel = pick(['testing', 'stable', 'nightly']) ?? 'testing';
    const known = [...new Set(records.map((record) => record.snapshot))];
    const again = random() < 0.3 ? pick(known) : undefined;
    const snapshot = again ?? { target: 'el9', serial: number, digest: String(number).padStart(64, 'a') };
    const yanked = random() < 0.1 ? { yanked: [`pool/p${Math.floor(random() * 30)}`] } : {};
    records.push({ snapshot, channel, number, publishedAt: new Date(time * 1000).toISOString(), publishedBy: '', reason: '', commit: '', action: again === undefined ? 'add' : 'promote', ...yanked });
    const folder = layout.snapshot('el9', snapshotId(snapshot));
    if (!held.has(folder)) held.set(folder, { folder, packages: Array.from({ length: 5 }, () => `pool/p${Math.floor(random() * 30)}`) });
    current.set(channel, snapshot);
  }
  const live = [...current.values()].map((snapshot) => layout.snapshot('el9', snapshotId(snapshot)));
  const pool = Array.from({ length: 30 }, (_, index) => `pool/p${index}`);
  const retention = { days: 2 + Math.floor(random() * 40), snapshots: 1 + Math.floor(random() * 4) };
  return { records, snapshots: [...held.values()], live, pool, retention, nowSeconds: time + Math.floor(random() * 30 * day) };
}

/** What a channel gave out at a moment, found the slow way. */
function givenOut({ records }: CollectionFacts, channel: string, momentSeconds: number): string | undefined {
  const last = records.filter((record) => record.channel === channel && Date.parse(record.publishedAt) / 1000 <= momentSeconds).at(-1);
  return last === undefined ? undefined : layout.snapshot(last.snapshot.target, snapshotId(last.snapshot));
}

describe('planCollection', () => {
  it('never lets go what a channel points at or what a client needs that read metadata in the time of retention', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const facts = livedFacts(seed);
      const { snapshots, packages } = planCollection(facts);
      const random = seededRandom(seed + 1_000_000);
      const moments = Array.from({ length: 30 }, () => facts.nowSeconds - random() * facts.retention.days * day);
      const needed = [...facts.live, ...moments.flatMap((moment) => ['testing', 'stable', 'nightly'].map((channel) => givenOut(facts, channel, moment)))].filter((folder) => folder !== undefined);
      expect(snapshots.filter((folder) => needed.includes(folder)), `seed ${seed}`).toEqual([]);
      const wanted = facts.snapshots.filter(({ folder }) => !snapshots.includes(folder)).flatMap((each) => each.packages);
      expect(packages.filter((path) => wanted.includes(path)), `seed ${seed}`).toEqual([]);
      expect(packages.filter((path) => facts.records.some(({ yanked = [] }) => yanked.includes(path))), `seed ${seed}`).toEqual([]);
    }
  });

  it('lets go everything else', () => {
    const freed = Array.from({ length: 300 }, (_, seed) => planCollection(livedFacts(seed + 1)));
    expect(freed.filter(({ snapshots }) => snapshots.length > 0).length).toBeGreaterThan(100);
    const facts = { ...livedFacts(7), retention: { days: 2, snapshots: 1 }, nowSeconds: begin + 10_000 * day };
    const kept = facts.snapshots.map(({ folder }) => folder).filter((folder) => !planCollection(facts).snapshots.includes(folder));
    expect(new Set(kept)).toEqual(new Set(facts.live));
  });

  it('keeps what it cannot date', () => {
    const facts = livedFacts(3);
    const records = facts.records.map((record) => ({ ...record, publishedAt: 'long ago' }));
    expect(planCollection({ ...facts, records, nowSeconds: begin + 10_000 * day }).snapshots).toEqual([]);
  });
});
