import type { Context } from '../context.ts';
import { openCleanClone, type CleanClone } from './clean-clone.ts';

/** A checkout of a commit with nothing else in it, and the components that were built there by now. */
export interface Checkout {
  readonly root: string;
  readonly built: Set<string>;
}

/** Where packages are built, by the commit that they are of. */
export interface Checkouts extends AsyncDisposable {
  readonly open: (commit: string, say: (text: string) => void) => Promise<Checkout>;
}

/** Clean clones, one for each commit, made when one is first asked for and gone with the shelf. */
export class CloneShelf implements Checkouts {
  readonly #root: string;
  readonly #context: Pick<Context, 'env' | 'signal'>;
  readonly #clones = new Map<string, CleanClone & Checkout>();

  constructor(root: string, context: Pick<Context, 'env' | 'signal'>) {
    this.#root = root;
    this.#context = context;
  }

  async open(commit: string, say: (text: string) => void): Promise<Checkout> {
    const known = this.#clones.get(commit);
    if (known !== undefined) return known;
    const clone = { ...await openCleanClone({ root: this.#root, commit, context: this.#context }, say), built: new Set<string>() };
    this.#clones.set(commit, clone);
    return clone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const clone of this.#clones.values()) await clone[Symbol.asyncDispose]();
  }
}

/** The checkout that somebody has made clean, whatever commit is asked for. */
export function useCheckout(root: string): Checkouts {
  const checkout = { root, built: new Set<string>() };
  return { open: () => Promise.resolve(checkout), [Symbol.asyncDispose]: () => Promise.resolve() };
}
