import { en } from "./en";

/** Every text of the console. Another language is another object of this type: what it lacks does not compile. */
export type Messages = typeof en;
export const messages: Messages = en;
/** For numbers and dates. */
export const locale = "en-US";
