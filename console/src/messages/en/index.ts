import { account } from "./account";
import { common } from "./common";
import { errors } from "./errors";
import { codes, invitees, invoices } from "./lists";
import { login } from "./login";
import { overview } from "./overview";
import { payouts } from "./payouts";
import { rewards } from "./rewards";
import { stepUp } from "./step-up";

/** English. A text with something in it is a function, so that the compiler sees what it needs. */
export const en = { account, codes, common, errors, invitees, invoices, login, overview, payouts, rewards, stepUp };
