import { createFileRoute } from "@tanstack/react-router";
import { messages } from "../../messages";

export const Route = createFileRoute("/_member/")({ component: Overview });

function Overview() {
  return <h1>{messages.common.nav.overview}</h1>;
}
