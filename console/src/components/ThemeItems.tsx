import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useState } from "react";
import { messages } from "../messages";
import { chooseTheme, chosenTheme, type Theme } from "../services/theme";
import popup from "./Menu.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** The part of a menu that chooses between light and dark. */
export function ThemeItems() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <Menu.Group>
      <Menu.GroupLabel className={popup["heading"]}>{messages.common.theme.label}</Menu.GroupLabel>
      <Menu.RadioGroup value={theme} onValueChange={choose}>
        {THEMES.map((each) => (
          <Menu.RadioItem key={each} value={each} className={popup["item"]}>
            {messages.common.theme[each]}
            <Menu.RadioItemIndicator className={popup["tick"]}>
              <Check aria-hidden="true" size={16} />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}
