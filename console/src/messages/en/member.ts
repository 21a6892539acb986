import { account } from "./account";
import { google } from "./google";
import { codes, invitees, invoices } from "./lists";
import { login } from "./login";
import { payouts } from "./payouts";
import { rewards } from "./rewards";
import { stepUp } from "./step-up";

/** English, the pages that are loaded when somebody goes there. */
export const member = { account, codes, google, invitees, invoices, login, payouts, rewards, stepUp };
