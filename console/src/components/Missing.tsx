import { Link } from "@tanstack/react-router";
import { messages } from "../messages";
import { Empty } from "./Empty";

/** An address that leads nowhere. */
export function Missing() {
  const { title, text, home } = messages.common.notFound;
  return (
    <main>
      <Empty title={title} heading="h1" text={text} action={<Link to="/">{home}</Link>} />
    </main>
  );
}
