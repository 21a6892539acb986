import { common } from "./common";
import { errors } from "./errors";
import { login } from "./login";

/** English. A text with something in it is a function, so that the compiler sees what it needs. */
export const en = { common, errors, login };
