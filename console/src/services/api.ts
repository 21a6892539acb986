import { Auth, Program, Referrals, Transport } from "@triport/sdk";
import { fetchOrEarly } from "./asked-early";

/** The only way to the server. The page comes from the server itself, so that is where the API is. */
const transport = new Transport({ baseUrl: window.location.origin, fetch: fetchOrEarly });

/** What a member needs of it; the operators' part is loaded with their pages (`operator.ts`). */
export const api = {
  auth: new Auth(transport),
  program: new Program(transport),
  referrals: new Referrals(transport),
};
