// What runs first, while the rest is on its way: the theme, and the calls that every page of a member begins with. So the answers
// are there when the program is, and nobody waits for one after the other.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/boot.css";
import { askEarly } from "./services/asked-early";
import { maySession } from "./services/cookies";
import { applyTheme, chosenTheme } from "./services/theme";

applyTheme(chosenTheme());

const { pathname } = window.location;
const isMembers = !/^\/(login|operator)(\/|$)/.test(pathname);
if (isMembers && maySession()) {
  // Which outline stands on the page until it is drawn (`boot.css`).
  document.documentElement.dataset["boot"] = pathname === "/" ? "overview" : "page";
  askEarly(["/v1/auth/me", "/v1/program", "/v1/referrals/me"]);
} else {
  askEarly(["/v1/program"]);
}
import("./main").catch((error: unknown) => {
  // Says so in place of the outline. Where even this file does not run, `boot.css` says it after a while.
  document.documentElement.dataset["boot"] = "failed";
  throw error;
});
