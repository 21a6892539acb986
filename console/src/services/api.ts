import { TriportClient } from "@triport/sdk";
import { fetchOrEarly } from "./asked-early";

/** The only way to the server. The page comes from the server itself, so that is where the API is. */
export const api = new TriportClient({ baseUrl: window.location.origin, fetch: fetchOrEarly });
