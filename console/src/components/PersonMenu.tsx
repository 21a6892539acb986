import { useMutation } from "@tanstack/react-query";
import type { User } from "@triport/sdk";
import { LogOut } from "lucide";
import { messages } from "../messages";
import { explainShortly } from "../services/errors";
import { notify } from "../services/notices";
import { leaveForGood, signOut } from "../services/sign-in";
import { Icon } from "./Icon";
import styles from "./PersonMenu.module.css";
import { Popover, popoverHeading, popoverItem } from "./Popover";
import { ThemeChoice } from "./ThemeChoice";

/** Who is signed in, the theme, and the way out. */
export function PersonMenu({ user }: { user: User }) {
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: leaveForGood,
    onError: (error) => notify(explainShortly(error)),
  });
  return (
    <Popover
      place="side"
      triggerClass={styles["trigger"]}
      trigger={
        <>
          <span className={styles["initial"]} aria-hidden="true">
            {initial(user.display_name)}
          </span>
          <span className={styles["name"]}>{user.display_name}</span>
        </>
      }
    >
      {user.email && <p className={popoverHeading}>{user.email}</p>}
      <ThemeChoice />
      <button type="button" className={popoverItem} onClick={() => leaving.mutate()}>
        <Icon of={LogOut} thin />
        {messages.common.signOut}
      </button>
    </Popover>
  );
}

/** The first letter, whole even if it is made of two code units. */
function initial(name: string): string {
  const [first = "?"] = name;
  return first.toUpperCase();
}
