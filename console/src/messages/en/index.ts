import { common } from "./common";
import { errors } from "./errors";
import { login } from "./login";
import { overview } from "./overview";
import { stepUp } from "./step-up";

/** English. A text with something in it is a function, so that the compiler sees what it needs. */
export const en = { common, errors, login, overview, stepUp };
