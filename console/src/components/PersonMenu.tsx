import { Menu } from "@base-ui/react/menu";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { User } from "@triport/sdk";
import { LogOut } from "lucide-react";
import { messages } from "../messages";
import { api } from "../services/api";
import { endSession } from "../services/query-client";
import popup from "./Menu.module.css";
import styles from "./PersonMenu.module.css";
import { ThemeItems } from "./ThemeItems";

/** Who is signed in, the theme, and the way out. */
export function PersonMenu({ user }: { user: User }) {
  const router = useRouter();
  const signOut = useMutation({
    mutationFn: () => api.auth.logout(),
    onSuccess: async () => {
      endSession();
      await router.navigate({ to: "/login" });
    },
  });
  return (
    <Menu.Root>
      <Menu.Trigger className={styles["trigger"]}>
        <span className={styles["initial"]} aria-hidden="true">
          {initial(user.display_name)}
        </span>
        <span className={styles["name"]}>{user.display_name}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={8} align="start">
          <Menu.Popup className={popup["popup"]}>
            {user.email && <div className={popup["heading"]}>{user.email}</div>}
            <ThemeItems />
            <Menu.Separator className={popup["line"]} />
            <Menu.Item className={popup["item"]} onClick={() => signOut.mutate()}>
              <LogOut aria-hidden="true" size={18} strokeWidth={1.75} />
              {messages.common.signOut}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The first letter, whole even if it is made of two code units. */
function initial(name: string): string {
  const [first = "?"] = name;
  return first.toUpperCase();
}
