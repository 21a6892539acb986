import { en } from "./en";

/** The texts that are there from the first moment; those of further pages are in the files beside this one. Another language is another object of this type: what it lacks does not compile. */
export type Messages = typeof en;
export const messages: Messages = en;
/** For numbers and dates. */
export const locale = "en-US";
