import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { messages } from "../messages";
import { notices } from "../services/notices";
import styles from "./Notices.module.css";

/** Short words about what was just done; they go by themselves, and screen readers hear them. */
export function Notices() {
  return (
    <Toast.Provider toastManager={notices} timeout={5_000} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles["viewport"]}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles["notice"]}>
      <Toast.Content className={styles["content"]}>
        <Toast.Description className={styles["text"]} />
        <Toast.Close className={styles["close"]} aria-label={messages.common.close}>
          <X aria-hidden="true" size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
