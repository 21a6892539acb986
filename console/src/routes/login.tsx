import { useQuery } from "@tanstack/react-query";
import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";
import { isTriportError, type UserAnswer } from "@triport/sdk";
import { useEffect, useState } from "react";
import { CodeSignIn } from "../components/CodeSignIn";
import { Failure } from "../components/Failure";
import GoogleFailure from "../components/GoogleFailure";
import { LoginPitch } from "../components/LoginPitch";
import { OtherWays } from "../components/OtherWays";
import { PageTitle } from "../components/Section";
import { Wordmark } from "../components/Wordmark";
import { messages } from "../messages";
import { memberMessages } from "../messages/member";
import { Told } from "../services/errors";
import { notify } from "../services/notices";
import { programQuery, sessionQuery } from "../services/queries";
import { nextPage, signInWithLink, welcome } from "../services/sign-in";
import styles from "./login.module.css";

interface Search {
  next?: string;
  error?: string;
}

export const Route = createFileRoute("/login")({
  validateSearch: ({ next, error }: Record<string, unknown>): Search => ({
    ...(typeof next === "string" && { next }),
    ...(typeof error === "string" && { error }),
  }),
  beforeLoad: async ({ context, search, location }) => {
    // Somebody who is signed in is not asked again, unless a link of the product brings somebody.
    if (location.hash.startsWith("link=")) return;
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => null);
    if (session === null) return;
    // What went wrong at Google is told there, too.
    if (search.error !== undefined) throw redirect({ to: "/", search: { error: search.error } });
    throw redirect({ href: nextPage(search.next) });
  },
  component: Login,
});

function Login() {
  const { next, error } = Route.useSearch();
  const router = useRouter();
  const { data: program } = useQuery(programQuery);
  const done = async () => {
    await welcome();
    router.history.push(nextPage(next));
  };
  const link = useLink(done);
  return (
    <div className={styles["page"]}>
      <main className={styles["main"]}>
        <Wordmark />
        <div className={styles["form"]}>
          <PageTitle name={memberMessages.login.title} />
          <h1>{memberMessages.login.title}</h1>
          {link.working ? (
            <p role="status">{memberMessages.login.link}</p>
          ) : (
            <>
              <p className={styles["lead"]}>{memberMessages.login.lead}</p>
              {link.failure !== undefined && <Failure error={link.failure} />}
              {error !== undefined && <GoogleFailure tag={error} />}
              <CodeSignIn onDone={done} />
              {program && <OtherWays ways={program.sign_in_with} onDone={done} />}
            </>
          )}
        </div>
      </main>
      <LoginPitch program={program} />
    </div>
  );
}

/** Redeems `#link=` once, and takes it out of the address so that nobody finds it in the history. */
function useLink(onDone: () => Promise<void>): { working: boolean; failure: unknown } {
  const [token] = useState(takeToken);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    if (token === undefined || redeemed.has(token)) return;
    // Effects run twice in development; a link works once.
    redeemed.add(token);
    const tell = ({ user: { display_name, email } }: UserAnswer) => {
      // Whoever follows somebody else's link is in somebody else's account, and should see that.
      void notify(messages.common.signedInAs(email ? `${display_name} (${email})` : display_name));
      return onDone();
    };
    signInWithLink(token).then(tell, (error) =>
      setFailure(isTriportError(error, "invalid_request") ? new Told(memberMessages.login.linkFailed) : error),
    );
  }, [token, onDone]);
  return { working: token !== undefined && failure === undefined, failure };
}

const redeemed = new Set<string>();

function takeToken(): string | undefined {
  const token = /^#link=(.+)$/.exec(window.location.hash)?.[1];
  if (token !== undefined) window.history.replaceState(window.history.state, "", window.location.pathname);
  return token;
}
