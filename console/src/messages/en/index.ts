import { common } from "./common";
import { errors } from "./errors";
import { overview } from "./overview";

/** English, what every visit needs. A text with something in it is a function, so that the compiler sees what it needs. */
export const en = { common, errors, overview };
