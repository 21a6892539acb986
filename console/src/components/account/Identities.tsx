import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { SignInIdentity } from "@triport/sdk";
import { useState } from "react";
import { messages } from "../../messages";
import { memberMessages } from "../../messages/member";
import { addGoogle, identitiesQuery } from "../../services/account";
import { api } from "../../services/api";
import { notify } from "../../services/notices";
import { programQuery, sessionQuery } from "../../services/queries";
import { withStepUp } from "../../services/step-up";
import { dayText } from "../../services/time";
import { Button } from "../Button";
import { Confirm } from "../Confirm";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { Skeleton } from "../Skeleton";
import { AddEmail } from "./AddEmail";
import { AddWallet } from "./AddWallet";
import styles from "./account.module.css";

const { identities: text } = memberMessages.account;

/** The ways to sign in to this account. */
export function Identities() {
  const { data, error, refetch } = useQuery(identitiesQuery);
  const { data: program } = useSuspenseQuery(programQuery);
  const [addingEmail, setAddingEmail] = useState(false);
  const google = useMutation({
    mutationFn: () => withStepUp(addGoogle),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const failure = error ?? google.error;
  return (
    <Section title={text.title} note={text.text}>
      {failure && <Failure error={failure} retry={error ? () => refetch() : undefined} />}
      {!data && !error && <Skeleton lines={2} />}
      <ul className={styles["rows"]}>
        {data?.items.map((identity) => (
          <li key={identity.id}>
            <div className={styles["what"]}>
              <p>{identity.subject}</p>
              <p className={styles["soft"]}>
                {text.providers[identity.chain ?? (identity.provider as "email" | "google")]},{" "}
                {text.since(dayText(identity.created_at))}
              </p>
            </div>
            {data.items.length > 1 && <Remove identity={identity} />}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in */}
      <div role="group" aria-label={text.add} className={styles["further"]}>
        <Button onClick={() => setAddingEmail(true)}>{text.addEmail}</Button>
        {program.sign_in_with.includes("google") && (
          <Button busy={google.isPending} onClick={() => google.mutate()}>
            {text.addGoogle}
          </Button>
        )}
        {program.sign_in_with.includes("wallet") && <AddWallet />}
      </div>
      <AddEmail open={addingEmail} onOpenChange={setAddingEmail} />
    </Section>
  );
}

function Remove({ identity }: { identity: SignInIdentity }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => withStepUp(() => api.auth.unlinkIdentity({ id: identity.id })),
    onSuccess: async () => {
      notify(text.removed);
      await queryClient.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <Confirm
      quiet
      trigger={text.remove}
      triggerName={text.removeName(identity.subject)}
      title={text.removeTitle}
      text={text.removeText(identity.subject)}
      keep={messages.common.cancel}
      confirm={text.remove}
      danger
      call={remove}
    />
  );
}
