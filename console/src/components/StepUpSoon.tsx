import { lazy, Suspense, useSyncExternalStore } from "react";
import { openDialogs } from "../services/open-dialogs";
import { stepUpRequest } from "../services/step-up";

// Few people ever need it.
const StepUp = lazy(() => import("./StepUp"));

/** The fresh sign-in, once a call needs one. */
export function StepUpSoon() {
  const waiting = useSyncExternalStore(stepUpRequest.subscribe, stepUpRequest.current) !== undefined;
  return <Suspense fallback={null}>{waiting && <StepUp />}</Suspense>;
}

/** The same over the page itself, while no dialog is open that it would belong into. */
export function StepUpOverPage() {
  const inDialog = useSyncExternalStore(openDialogs.subscribe, openDialogs.last) !== undefined;
  return inDialog ? null : <StepUpSoon />;
}
