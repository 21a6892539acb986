import { createFileRoute } from "@tanstack/react-router";
import { Wordmark } from "../components/Wordmark";
import { messages } from "../messages";

export const Route = createFileRoute("/login")({ component: Login });

function Login() {
  return (
    <main>
      <Wordmark />
      <h1>{messages.login.title}</h1>
    </main>
  );
}
