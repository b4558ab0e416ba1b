import type { PickleValue } from './pickle-value.ts';
import { PickleError } from './pickle-error.ts';

/** How deep containers may stand in one another. A list of jobs needs 8. */
const maxDepth = 64;

/** The stack and the memo of a pickle that is being read. */
export class PickleStack {
  readonly #values: PickleValue[] = [];
  /** Heights of the stack where a MARK stands. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  readonly #depths = new WeakMap<object, number>();
  /** Offset of the opcode that is being read. */
  offset = 0;

  push(value: PickleValue): void {
    this.#values.push(value);
  }

  pop(): PickleValue {
    const value = this.#values.length > (this.#marks.at(-1) ?? 0) ? this.#values.pop() : undefined;
    if (value === undefined) throw this.malformed('an opcode without its operand');
    return value;
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    if (this.#marks.length >= maxDepth) throw new PickleError('PICKLE_TOO_DEEP', this.offset, `more than ${maxDepth} levels`);
    this.#marks.push(this.#values.length);
  }

  /** The values above the last mark, which is removed with them. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.malformed('an opcode without its mark');
    return this.#values.splice(mark);
  }

  /** Tells that a container holds these values, so that its depth is known. */
  contain(container: object, values: readonly PickleValue[]): void {
    const depth = values.reduce<number>((deepest, value) => Math.max(deepest, this.#depthOf(value) + 1), this.#depths.get(container) ?? 1);
    if (depth > maxDepth) throw new PickleError('PICKLE_TOO_DEEP', this.offset, `more than ${maxDepth} levels`);
    this.#depths.set(container, depth);
  }

  remember(key: number): void {
    this.#memo.set(key, this.top());
  }

  recall(key: number): PickleValue {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.malformed(`a reference to ${key}, which was not stored`);
    return value;
  }

  /** The one value that is left at the end. */
  finish(): PickleValue {
    const value = this.pop();
    if (this.#values.length > 0 || this.#marks.length > 0) throw this.malformed(`an end with ${this.#values.length} values left`);
    return value;
  }

  malformed(fact: string): PickleError {
    return new PickleError('PICKLE_MALFORMED', this.offset, fact);
  }

  #depthOf(value: PickleValue): number {
    return typeof value === 'object' && value !== null ? (this.#depths.get(value) ?? 1) : 0;
  }
}
