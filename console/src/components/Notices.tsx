import { Toast } from "@base-ui/react/toast";
import { X } from "lucide";
import { useEffect } from "react";
import { messages } from "../messages";
import { notices } from "../services/notices";
import { Icon } from "./Icon";
import styles from "./Notices.module.css";

const manager = Toast.createToastManager();

/** Short words about what was just done; they go by themselves, and screen readers hear them. Loaded with the first of them. */
// biome-ignore lint/style/noDefaultExport: what is loaded lazily is its module's default
export default function Notices() {
  // After the provider inside has begun to listen: effects run from the inside out.
  useEffect(() => notices.shownBy((title) => manager.add({ title })), []);
  return (
    <Toast.Provider toastManager={manager} timeout={5_000} limit={3}>
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
        <Toast.Title className={styles["text"]} render={<p />} />
        {/* For the mouse: notices go by themselves, and the library keeps this from screen readers. */}
        <Toast.Close className={styles["close"]} aria-label={messages.common.close} tabIndex={-1}>
          <Icon of={X} size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
