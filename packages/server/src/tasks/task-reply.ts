/** What functions of tasks answer. Source: panda-server, UserIF.insertTaskParams and following. */
export const taskCodes = { done: 0, serverError: 1, notFound: 2, notPermitted: 3, irrelevant: 4, notKnown: 100, notANumber: 101 } as const;

export type TaskCode = (typeof taskCodes)[keyof typeof taskCodes];

/** How a request about a task went. */
export interface TaskReply {
  readonly code: TaskCode;
  readonly message: string;
  /** The task that was made or found, for a submission. */
  readonly jediTaskId?: number;
}
