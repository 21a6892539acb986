import { Toast } from "@base-ui/react/toast";

export const notices = Toast.createToastManager();

/** Says something in passing. What went wrong is said where it went wrong instead. */
export function notify(description: string): void {
  notices.add({ description });
}
