/** What a thread is started with. */
export interface ThreadSettings {
  readonly path: string;
  readonly readOnly: boolean;
  /** Sees the file in the memory that the system keeps it in, without copying; what of it was read counts as memory of the program. Not when absent. */
  readonly isMapped?: boolean;
}

/** A value that SQLite keeps. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** One statement with its values, or a script of several without. */
export interface ThreadWork {
  readonly kind: 'rows' | 'change' | 'script';
  readonly text: string;
  readonly values: readonly SqliteValue[];
}

/** What a thread is asked: some work whose result is wanted, and what comes before it. When a part fails, the rest is not done. */
export interface ThreadRequest extends ThreadWork {
  readonly id: number;
  /** A script that begins the transaction that all the rest belongs to. */
  readonly opening?: string;
  /** Changes whose results nobody wants. */
  readonly changes?: readonly ThreadWork[];
}

/** Where a request failed. After `opening` the whole transaction of the file was taken back. */
export type ThreadStage = 'opening' | 'changes' | 'work';

/** What a statement gave. */
export interface ThreadResult {
  readonly rows: readonly unknown[];
  readonly changes: number | bigint;
  readonly insertId: number | bigint;
}

/** What went wrong, as plain data, because errors lose their members between threads. */
export interface ThreadFault {
  readonly message: string;
  /** SQLite's result code, such as 5 for a database that is busy; absent for other errors. */
  readonly errcode: number | undefined;
  /** Absent where there was no request yet. */
  readonly stage?: ThreadStage;
}

export type ThreadReply = { readonly id: number; readonly result: ThreadResult } | { readonly id: number; readonly fault: ThreadFault };

/** The first message of a thread: its file is open, or why not. */
export type ThreadGreeting = { readonly kind: 'open' } | { readonly kind: 'closed'; readonly fault: ThreadFault };
