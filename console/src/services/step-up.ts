import { isTriportError } from "@triport/sdk";

/** A call that waits for a fresh sign-in. */
export interface StepUpRequest {
  goOn: () => void;
  giveUp: () => void;
}

let waiting: StepUpRequest | undefined;
const listeners = new Set<() => void>();

function wait(next: StepUpRequest | undefined): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** What the dialog looks at. */
export const stepUpRequest = {
  current: () => waiting,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Says that a person chose not to sign in again; the call was not made. */
export class StepUpRefused extends Error {}

/**
 * Makes a call, and if the server wants a fresh sign-in for it, asks for one and makes the same call again. `call` has to be
 * repeatable: what carries an idempotency key keeps it.
 */
export async function withStepUp<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isTriportError(error, "fresh_sign_in_required")) throw error;
  }
  // One dialog at a time; whoever asked before gives way.
  waiting?.giveUp();
  await new Promise<void>((resolve, reject) => {
    wait({
      goOn: () => {
        wait(undefined);
        resolve();
      },
      giveUp: () => {
        wait(undefined);
        reject(new StepUpRefused("no fresh sign-in"));
      },
    });
  });
  return call();
}
