import { operator as en } from "./en/operator";

/** The operators' texts; apart from the others, so that members do not load them. */
export const operatorMessages: typeof en = en;
