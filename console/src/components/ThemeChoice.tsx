import { useState } from "react";
import { messages } from "../messages";
import { chooseTheme, chosenTheme, type Theme } from "../services/theme";
import { popoverHeading, popoverItem } from "./Popover";
import styles from "./ThemeChoice.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** Chooses between light and dark. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <fieldset className={styles["choice"]}>
      <legend className={popoverHeading}>{messages.common.theme.label}</legend>
      {THEMES.map((each) => (
        <label key={each} className={popoverItem}>
          <input
            type="radio"
            name="theme"
            className={styles["radio"]}
            checked={theme === each}
            onChange={() => choose(each)}
          />
          {messages.common.theme[each]}
        </label>
      ))}
    </fieldset>
  );
}
