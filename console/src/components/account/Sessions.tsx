import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Sessions as Answer } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { sessionsQuery } from "../../services/account";
import { api } from "../../services/api";
import { browserName } from "../../services/browser-name";
import { notify } from "../../services/notices";
import { dayText, distanceText } from "../../services/time";
import { useNow } from "../../services/use-now";
import { Button } from "../Button";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { Skeleton } from "../Skeleton";
import { Status } from "../Status";
import styles from "./account.module.css";

const { sessions: text } = memberMessages.account;
type Session = Answer["items"][number];

/** Where the account is signed in, and the way to end it there. */
export function Sessions() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const changed = (said: string) => {
    notify(said);
    return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  const end = useMutation({
    mutationFn: (id: string) => api.auth.endSession({ id }),
    onSuccess: () => changed(text.ended),
  });
  const endOthers = useMutation({
    mutationFn: () => api.auth.endOtherSessions(),
    onSuccess: ({ ended }) => changed(text.endedOthers(ended)),
  });
  const failure = error ?? end.error ?? endOthers.error;
  return (
    <Section
      title={text.title}
      note={text.text}
      end={
        data &&
        data.items.length > 1 && (
          <Button busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {text.endOthers}
          </Button>
        )
      }
    >
      {failure && <Failure error={failure} retry={error ? () => refetch() : undefined} />}
      {!data && !error && <Skeleton lines={2} />}
      <ul className={styles["rows"]}>
        {data?.items.map((session) => (
          <li key={session.id}>
            <Where session={session} />
            {session.current ? (
              <Status tone="accent">{text.current}</Status>
            ) : (
              <Button
                kind="quiet"
                aria-label={text.endName(nameOf(session))}
                busy={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id)}
              >
                {text.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Where({ session }: { session: Session }) {
  const now = useNow(undefined);
  return (
    <div className={styles["what"]}>
      <p title={session.user_agent || undefined}>{nameOf(session)}</p>
      <p className={styles["soft"]}>
        {text.signedIn(dayText(session.created_at), text.how[session.provider])}
        {!session.current && `, ${text.seen(distanceText(session.last_seen_at, now))}`}
      </p>
    </div>
  );
}

const nameOf = ({ user_agent }: Session) => browserName(user_agent) ?? text.unknown;
