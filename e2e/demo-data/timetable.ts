/** Something that happens at a time. */
export interface Appointment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** What is to happen, told in the order of its times; at one time, in the order it was added. */
export class Timetable {
  readonly #heap: (Appointment & { readonly order: number })[] = [];
  #added = 0;

  add(at: number, run: () => Promise<void>): void {
    this.#heap.push({ at: Math.round(at), run, order: this.#added++ });
    this.#rise(this.#heap.length - 1);
  }

  /** Takes the next one out; `undefined` when there is none before a time. */
  takeBefore(end: number): Appointment | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.at >= end) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfEarlier(index, parent)) return;
      index = parent;
    }
  }

  #sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.#isEarlier(right, left) ? right : left;
      if (!this.#swapIfEarlier(child, index)) return;
      index = child;
    }
  }

  #isEarlier(index: number, other: number): boolean {
    const [one, two] = [this.#heap[index], this.#heap[other]];
    return one !== undefined && two !== undefined && (one.at < two.at || (one.at === two.at && one.order < two.order));
  }

  #swapIfEarlier(index: number, other: number): boolean {
    const [one, two] = [this.#heap[index], this.#heap[other]];
    if (one === undefined || two === undefined || !this.#isEarlier(index, other)) return false;
    this.#heap[index] = two;
    this.#heap[other] = one;
    return true;
  }
}
