import { member as en } from "./en/member";

/** The texts of a member's further pages and of the sign-in; apart, so that the first load is without them. */
export const memberMessages: typeof en = en;
