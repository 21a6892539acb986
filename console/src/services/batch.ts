/** What became of a batch: which were done, and why the others were not. */
export interface Batch {
  done: readonly string[];
  failed: ReadonlyMap<string, unknown>;
}

/**
 * Does the same with several things, one after the other: each stands for itself, so one that fails holds up none of the others,
 * and what was done stays done.
 */
export async function inTurn(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<Batch> {
  const done: string[] = [];
  const failed = new Map<string, unknown>();
  for (const id of ids) {
    try {
      await act(id);
      done.push(id);
    } catch (error) {
      failed.set(id, error);
    }
  }
  return { done, failed };
}
